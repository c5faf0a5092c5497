using System.CommandLine;
using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Cli;

/// <summary>models merge: a version as a model of its own, for a place that is to serve it and no other.</summary>
internal static class MergeVerb
{
    public static Command Create()
    {
        Argument<int> number = new("VERSION") { Description = "the version's number" };
        Argument<string> folder = new("FOLDER") { Description = "the folder to write; it must not be there" };
        Option<bool> json = new("--json") { Description = "write the result as JSON" };
        Command command = new("merge", "Write a version's base model and adapter as one Hugging Face folder.") { number, folder, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            AssistantVersion version = await session.VersionAsync(parsed.GetValue(number), cancellationToken);
            string to = Path.GetFullPath(parsed.GetValue(folder)!);
            using ModelFolder model = ModelFolder.Open(session.Settings.Model);
            if (model.Hash != version.BaseHash)
            {
                throw new ConflictException($"Version {version.Number} was made on base model {version.BaseHash[..12]}; "
                    + $"{session.Settings.Model} is {model.Hash[..12]}. Name its folder with --model.");
            }

            string adapter = version.AdapterHash
                ?? throw new ConflictException($"Version {version.Number} has no adapter: it is the base model as it is.");
            MergedModel.Write(
                model,
                PeftAdapter.Load(
                    await session.Get<IArtefactStore>().OpenAsync(adapter, cancellationToken), model.Config, model.Hash),
                to);
            if (parsed.GetValue(json))
            {
                Session.WriteJson(new { version = version.Number, folder = to });
            }
            else
            {
                Console.WriteLine($"{to}: version {version.Number}, merged; serve it with --model {to}");
            }

            return 0;
        });
        return command;
    }
}
