using System.CommandLine;
using AssistantLoop.Chat.Business;
using AssistantLoop.Retrieval.Ingest;
using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>ingest: brings the index up to date with the business's documents.</summary>
internal static class IngestVerb
{
    public static Command Create()
    {
        Option<bool> json = new("--json") { Description = "write the result as JSON" };
        Argument<string?> folder = new("FOLDER")
        {
            Description = "the folder of documents (default: the business's own)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Command command = new("ingest", "Index the business's documents (.md, .txt).") { folder, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            BusinessProfile profile = session.Get<BusinessProfile>();
            string from = Path.GetFullPath(parsed.GetValue(folder) ?? profile.Documents);
            IngestResult result = await RunAsync(session.Get<FolderIngest>(), profile.Tenant, from, cancellationToken);
            if (parsed.GetValue(json))
            {
                Session.WriteJson(result);
                return 0;
            }

            Screen.Out.WriteLine(
                $"{result.Added} added, {result.Changed} changed, {result.Removed} removed, {result.Unchanged} unchanged");
            foreach (string problem in result.Problems)
            {
                await Console.Error.WriteLineAsync($"assistantloop: {problem}");
            }

            return result.Problems.Count == 0 ? 0 : 1;
        });
        return command;
    }

    private static Task<IngestResult> RunAsync(
        FolderIngest ingest, string tenant, string folder, CancellationToken cancellationToken) =>
        Screen.Bars().StartAsync(async bars =>
        {
            ProgressTask bar = bars.AddTask("Documents");
            return await ingest.RunAsync(
                tenant,
                folder,
                new Reports<IngestProgress>(at =>
                {
                    bar.MaxValue = at.Total;
                    bar.Value = at.Done;
                }),
                cancellationToken);
        });
}
