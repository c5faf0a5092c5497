using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using AssistantLoop.App.Settings;
using AssistantLoop.Models;
using AssistantLoop.Models.Library;
using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>models: the base models there are, and how others come here.</summary>
internal static class ModelsVerb
{
    private const string TokenVariable = AppSettings.EnvironmentPrefix + "HUB_TOKEN";

    private static readonly Option<bool> s_json = new("--json") { Description = "write the result as JSON" };
    private static readonly Option<string?> s_name = new("--name") { Description = "the model's name here (default: the folder's or repository's)" };

    public static Command Create() => new("models", "List, check, measure, merge, add and download base models.")
    {
        List(), Check(), QuantizeVerb.Create(), MergeVerb.Create(), Add(), Pull(),
    };

    private static Command List()
    {
        Command command = new("list", "List the base models that are there.") { s_json };
        command.SetAction(parsed =>
        {
            AppSettings settings = SettingOptions.Read(parsed);
            ModelLibrary library = Library(settings);
            string[] folders = [Path.Combine(settings.Home, "models", "starter"), .. library.Names.Select(library.PathOf)];
            ModelView[] models = [.. folders.Where(Directory.Exists).Select(View)];
            if (parsed.GetValue(s_json))
            {
                Session.WriteJson(models);
                return;
            }

            Table table = new Table().AddColumns("model", "architecture", "parameters", "context", "folder");
            foreach (ModelView model in models)
            {
                table.AddRow(
                    Markup.Escape(Path.GetFileName(model.Folder)),
                    model.Architecture,
                    string.Create(CultureInfo.InvariantCulture, $"{model.Parameters / 1e6:0.0} M"),
                    model.Context.ToString(CultureInfo.InvariantCulture),
                    Markup.Escape(model.Folder));
            }

            Screen.Out.Write(table);
        });
        return command;
    }

    private static Command Check()
    {
        Argument<string> folder = new("FOLDER") { Description = "a Hugging Face folder" };
        Command command = new("check", "Check that a folder is a model that runs here.") { folder, s_json };
        command.SetAction(parsed =>
        {
            string path = Path.GetFullPath(parsed.GetValue(folder)!);
            ModelCheck.Run(path);
            Tell(path, parsed.GetValue(s_json));
        });
        return command;
    }

    private static Command Add()
    {
        Argument<string> folder = new("FOLDER") { Description = "a Hugging Face folder" };
        Command command = new("add", "Check a model and copy it into the data folder.") { folder, s_name, s_json };
        command.SetAction((parsed, cancellationToken) =>
        {
            string from = Path.GetFullPath(parsed.GetValue(folder)!);
            string name = parsed.GetValue(s_name) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(from));
            ModelLibrary library = Library(SettingOptions.Read(parsed));
            string added = "";
            Screen.Bars().Start(bars => added = library.Add(from, name, Transfers(bars), cancellationToken));
            Tell(added, parsed.GetValue(s_json));
            return Task.FromResult(0);
        });
        return command;
    }

    private static Command Pull()
    {
        Argument<string> repository = new("OWNER/NAME") { Description = "the model's repository" };
        Option<string?> endpoint = new("--endpoint")
        {
            Description = $"the hub's address (default: {HubClient.DefaultEndpoint}); a token may stand in {TokenVariable}",
        };
        Command command = new("pull", "Download a model into the data folder; a download cut short is resumed.")
        {
            repository, endpoint, s_name, s_json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string wanted = parsed.GetValue(repository)!;
            using HttpClient http = new() { Timeout = TimeSpan.FromHours(6) };
            if (Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token)
            {
                http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            HubClient hub = new(http, AddressOf(parsed.GetValue(endpoint)));
            string name = parsed.GetValue(s_name) ?? wanted[(wanted.IndexOf('/', StringComparison.Ordinal) + 1)..];
            ModelLibrary library = Library(SettingOptions.Read(parsed));
            string pulled = await Screen.Bars().StartAsync(
                bars => library.PullAsync(hub, wanted, name, Transfers(bars), cancellationToken));
            Tell(pulled, parsed.GetValue(s_json));
            return 0;
        });
        return command;
    }

    private static Uri AddressOf(string? endpoint) => endpoint is null ? HubClient.DefaultEndpoint
        : Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" ? address
        : throw new SettingException("endpoint", $"must be an http address; given: {endpoint}");

    private static ModelLibrary Library(AppSettings settings) => new(Path.Combine(settings.Data, "models"));

    private static Reports<TransferProgress> Transfers(ProgressContext bars)
    {
        Dictionary<string, ProgressTask> tasks = [];
        return new(at =>
        {
            if (!tasks.TryGetValue(at.File, out ProgressTask? task))
            {
                tasks[at.File] = task = bars.AddTask(Markup.Escape(at.File));
            }

            task.MaxValue = at.Total ?? at.Done;
            task.Value = at.Done;
        });
    }

    private static void Tell(string folder, bool json)
    {
        ModelView model = View(folder);
        if (json)
        {
            Session.WriteJson(model);
        }
        else
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{model.Folder}: {model.Architecture}, {model.Parameters / 1e6:0.0} million parameters; serve it with --model {model.Folder}"));
        }
    }

    private static ModelView View(string folder)
    {
        using ModelFolder model = ModelFolder.Open(folder);
        return new(
            folder,
            model.Config.Architecture,
            model.Weights.Tensors.Values.Sum(tensor => tensor.Shape.Aggregate(1L, (product, length) => product * length)),
            model.Config.MaxPositions,
            model.Hash);
    }

    private sealed record ModelView(string Folder, string Architecture, long Parameters, int Context, string Hash);
}
