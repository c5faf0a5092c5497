using System.CommandLine;
using AssistantLoop.App.Settings;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Runs;
using AssistantLoop.Models.Files;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.Runs;

namespace AssistantLoop.App.Cli;

/// <summary>report: writes the before/after report that a run left.</summary>
internal static class ReportVerb
{
    /// <summary>Without a run's id so many runs are searched for the newest with a report.</summary>
    private const int MostRuns = 1_000;

    private static readonly Dictionary<string, string> s_files = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = RunReport.Html,
        [".md"] = RunReport.Markdown,
        [".json"] = RunReport.Json,
    };

    public static Command Create()
    {
        Argument<string?> id = new("RUN") { Description = "the run's id (default: the newest with a report)", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> output = new("--output") { Description = "write it to this .html, .md or .json file (default: Markdown to the screen)" };
        Command command = new("report", "Write the report that a run left: what changed, and why the gate decided so.") { id, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string? target = parsed.GetValue(output);
            string file = target is null ? RunReport.Markdown
                : s_files.TryGetValue(Path.GetExtension(target), out string? found) ? found
                : throw new SettingException("--output", "the file's name must end with .html, .md or .json");
            Guid? run = parsed.GetValue(id) is not { } given ? null
                : Guid.TryParse(given, out Guid parsedId) ? parsedId
                : throw new SettingException("RUN", $"must be a run's id; given: {given}");
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            string tenant = session.Get<BusinessProfile>().Tenant;
            string hash = await HashAsync(session.Get<RunStore>(), tenant, run, cancellationToken);
            string folder = await session.Get<IArtefactStore>().OpenAsync(hash, cancellationToken);
            string text = await File.ReadAllTextAsync(Path.Combine(folder, file), cancellationToken);
            if (target is null)
            {
                Console.WriteLine(text);
            }
            else
            {
                WholeFile.WriteText(Path.GetFullPath(target), text);
                Console.WriteLine($"{target} is written.");
            }

            return 0;
        });
        return command;
    }

    /// <summary>Where a run's report is kept.</summary>
    private static async Task<string> HashAsync(RunStore runs, string tenant, Guid? id, CancellationToken cancellationToken)
    {
        if (id is { } wanted)
        {
            Run run = await runs.FindAsync(tenant, wanted, cancellationToken) ?? throw new NotFoundException("run", wanted.ToString(), tenant);
            return HashOf(run) ?? throw new ConflictException($"Run {wanted} has no report; it is {run.State.ToString().ToLowerInvariant()}.");
        }

        return (await runs.ListAsync(tenant, MostRuns, cancellationToken)).Select(HashOf).FirstOrDefault(hash => hash is not null)
            ?? throw new ConflictException("No run has a report yet.");
    }

    // Runs of before reports were kept have a result without one.
    private static string? HashOf(Run run) =>
        run.Result is { } result && RunResult.Read(result).ReportHash is { Length: > 0 } hash ? hash : null;
}
