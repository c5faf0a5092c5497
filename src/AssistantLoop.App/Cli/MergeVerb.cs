using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Settings;
using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Cli;

/// <summary>models merge: a version or an adapter as a model of its own, for a place that is to serve it and no other.</summary>
internal static class MergeVerb
{
    public static Command Create()
    {
        Argument<string> what = new("VERSION") { Description = "the version's number, or an adapter's folder" };
        Argument<string> folder = new("FOLDER") { Description = "the folder to write; it must not be there" };
        Option<bool> json = new("--json") { Description = "write the result as JSON" };
        Command command = new("merge", "Write a base model and an adapter as one Hugging Face folder.") { what, folder, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string adapter = parsed.GetValue(what)!, to = Path.GetFullPath(parsed.GetValue(folder)!);
            if (int.TryParse(adapter, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                await using Session session = await Session.OpenAsync(parsed, cancellationToken);
                Merge(session.Settings, await AdapterOfAsync(session, number, cancellationToken), to);
            }
            else
            {
                Merge(SettingOptions.Read(parsed), adapter, to);
            }

            if (parsed.GetValue(json))
            {
                Session.WriteJson(new { adapter, folder = to });
            }
            else
            {
                Console.WriteLine($"{to}: {adapter}, merged; serve it with --model {to}");
            }

            return 0;
        });
        return command;
    }

    private static void Merge(AppSettings settings, string adapter, string to)
    {
        using ModelFolder model = ModelFolder.Open(settings.Model);
        MergedModel.Write(model, PeftAdapter.Load(adapter, model.Config, model.Hash), to);
    }

    private static async Task<string> AdapterOfAsync(Session session, int number, CancellationToken cancellationToken)
    {
        AssistantVersion version = await session.VersionAsync(number, cancellationToken);
        using ModelFolder model = ModelFolder.Open(session.Settings.Model);
        if (model.Hash != version.BaseHash)
        {
            throw new ConflictException($"Version {version.Number} was made on base model {version.BaseHash[..12]}; "
                + $"{session.Settings.Model} is {model.Hash[..12]}. Name its folder with --model.");
        }

        string adapter = version.AdapterHash
            ?? throw new ConflictException($"Version {version.Number} has no adapter: it is the base model as it is.");
        return await session.Get<IArtefactStore>().OpenAsync(adapter, cancellationToken);
    }
}
