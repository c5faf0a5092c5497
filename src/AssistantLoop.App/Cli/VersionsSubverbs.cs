using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Api;
using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Lineage;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Cli;

/// <summary>versions add, lineage, retire and purge.</summary>
internal static class VersionsSubverbs
{
    private const string By = "command line";
    private const int MaxVersions = 500;

    public static Command Add()
    {
        Option<string?> generator = new("--generator") { Description = "the remote generator of generators.yaml that answers (default: the local model)" };
        Option<bool> json = new("--json") { Description = "write the version as JSON" };
        Command command = new("add", "Stage a version: the serving one with another generator.") { generator, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            AssistantVersion added = await session.Get<VersionMaker>().AddAsync(parsed.GetValue(generator), By, cancellationToken);
            if (parsed.GetValue(json))
            {
                Session.WriteJson(VersionView.Of(added));
            }
            else
            {
                Console.WriteLine($"Version {added.Number} is staged; ./assistantloop promote {added.Number} lets it answer.");
            }

            return 0;
        });
        return command;
    }

    public static Command Lineage()
    {
        Option<bool> mermaid = new("--mermaid") { Description = "write a Mermaid flow chart" };
        Option<bool> json = new("--json") { Description = "write the graph as JSON" };
        Command command = new("lineage", "Where each version comes from and what was decided on it.") { mermaid, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            LineageGraph graph = await session.Get<LineageStore>()
                .GraphAsync(session.Get<BusinessProfile>().Tenant, MaxVersions, cancellationToken);
            if (parsed.GetValue(json))
            {
                Session.WriteJson(LineageView.Of(graph));
            }
            else if (parsed.GetValue(mermaid))
            {
                Console.Write(MermaidLineage.Write(graph));
            }
            else
            {
                Tell(LineageView.Of(graph));
            }

            return 0;
        });
        return command;
    }

    public static Command Retire()
    {
        Argument<int> number = new("VERSION") { Description = "the version's number" };
        Option<string> reason = new("--reason") { Description = "why; kept in the audit log", Required = true };
        Command command = new("retire", "Say that a version may never serve again.") { number, reason };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            AssistantVersion found = await session.VersionAsync(parsed.GetValue(number), cancellationToken);
            await session.Get<VersionStore>().RetireAsync(
                session.Get<BusinessProfile>().Tenant, found.Id, By, parsed.GetValue(reason)!, cancellationToken);
            Console.WriteLine($"Version {found.Number} is retired.");
            return 0;
        });
        return command;
    }

    public static Command Purge()
    {
        Command command = new("purge", "Remove the adapters of old versions, as keep-versions and keep-served say.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            IReadOnlyList<AssistantVersion> gone = await session.Get<AdapterRetention>().ApplyAsync(By, cancellationToken);
            Console.WriteLine(gone.Count == 0
                ? "No adapter is old enough."
                : $"Removed the adapters of version {string.Join(", ", gone.Select(version => version.Number).Order())}.");
            return 0;
        });
        return command;
    }

    private static void Tell(LineageView graph)
    {
        foreach (LineageVersionView entry in graph.Versions)
        {
            VersionView version = entry.Version;
            string from = version.ParentNumber is { } parent ? $" from version {parent}" : "";
            string data = version.DataSetHash is { } hash ? $", data set {hash[..Math.Min(12, hash.Length)]}" : "";
            string run = version.RunId is { } id ? $", run {id}" : "";
            Console.WriteLine($"Version {version.Number} ({version.Status}){from}{data}{run}");
            foreach (LineageDecisionView decision in entry.Decisions)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {decision.At:yyyy-MM-dd HH:mm:ss} {decision.Action} by {decision.Actor}"
                    + $"{(decision.Reason is null ? "" : $": {decision.Reason}")}"));
            }
        }
    }
}
