using System.CommandLine;
using AssistantLoop.App.Settings;
using AssistantLoop.Chat.Business;
using AssistantLoop.Retrieval.Ingest;
using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>ingest: brings the index up to date with the business's documents: folders, files and sites.</summary>
internal static class IngestVerb
{
    private const int ShownProblems = 50;

    public static Command Create()
    {
        Argument<string[]> sources = new("SOURCES")
        {
            Description = "folders, files and addresses of pages to begin at (default: the business's own folder)",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string[]> siteMaps = new("--sitemap") { Description = "a site map whose pages are read; may be repeated" };
        Option<string?> collection = new("--collection")
        {
            Description = "the collection that folders and files belong to, kept apart from the business's own folder",
        };
        Option<string?> remove = new("--remove") { Description = "remove all documents of a collection, such as site:shop.example" };
        Option<bool> json = new("--json") { Description = "write the result as JSON" };
        Command command = new("ingest", "Index the business's documents: .md, .txt, .html, .csv, .jsonl, .pdf, .docx, and sites.")
        {
            sources, siteMaps, collection, remove, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IReadOnlyList<string> given = parsed.GetValue(sources) ?? [];
            IReadOnlyList<IngestSource> plan = IngestPlan.Of(
                given, parsed.GetValue(siteMaps) ?? [], parsed.GetValue(collection), onlyGiven: parsed.GetValue(remove) is not null);
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            IngestResult result = new();
            if (parsed.GetValue(remove) is { } named)
            {
                int removed = await session.Get<DocumentIntake>().RemoveCollectionAsync(
                    session.Get<BusinessProfile>().Tenant, named, cancellationToken);
                result = removed > 0
                    ? result with { Removed = removed }
                    : throw new SettingException("remove", $"there is no document in a collection '{named}'");
            }

            foreach (IngestSource source in plan)
            {
                result = result.Plus(await RunAsync(source, session, cancellationToken));
            }

            if (parsed.GetValue(json))
            {
                Session.WriteJson(result);
            }
            else
            {
                await TellAsync(result);
            }

            return result.Problems.Count == 0 ? 0 : 1;
        });
        return command;
    }

    private static async Task TellAsync(IngestResult result)
    {
        Screen.Out.WriteLine(
            $"{result.Added} added, {result.Changed} changed, {result.Removed} removed, {result.Unchanged} unchanged");
        foreach (string problem in result.Problems.Take(ShownProblems))
        {
            await Console.Error.WriteLineAsync($"assistantloop: {problem.ReplaceLineEndings(" ")}");
        }

        int more = result.Problems.Count - ShownProblems + result.MoreProblems;
        if (more > 0)
        {
            await Console.Error.WriteLineAsync($"assistantloop: {more} more problems; --json lists them");
        }
    }

    private static Task<IngestResult> RunAsync(IngestSource source, Session session, CancellationToken cancellationToken) =>
        Screen.Bars().StartAsync(async bars =>
        {
            ProgressTask bar = bars.AddTask(Markup.Escape(source.Name));
            return await source.RunAsync(
                session,
                new Reports<IngestProgress>(at =>
                {
                    bar.Description = Markup.Escape($"{source.Name} {at.Done}/{at.Total}");
                    bar.MaxValue = at.Total;
                    bar.Value = at.Done;
                }),
                cancellationToken);
        });
}
