using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Api;
using AssistantLoop.App.Settings;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Importing;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Importing;
using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>import: files of chats, preferences and rated answers become feedback.</summary>
internal static class ImportVerb
{
    private const string By = "command line";
    private const int MaxRows = 500;
    private const int ShownProblems = 20;

    public static Command Create()
    {
        Argument<string[]> files = new("FILES") { Description = "chat or preference JSON lines, or CSV", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> dryRun = new("--dry-run") { Description = "tell what would come of it and store nothing" };
        Option<bool> list = new("--list") { Description = "list what was imported" };
        Option<Guid?> undo = new("--undo") { Description = "take all rows of an import out of training" };
        Option<bool> json = new("--json") { Description = "write the result as JSON" };
        Command command = new("import", "Import chats, preferences and rated answers (.jsonl, .csv).") { files, dryRun, list, undo, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            string tenant = session.Get<BusinessProfile>().Tenant;
            if (parsed.GetValue(undo) is { } id)
            {
                ImportRecord undone = await session.Get<ImportStore>().UndoAsync(tenant, id, By, cancellationToken);
                Tell(parsed.GetValue(json), ImportView.Of(undone), $"The {undone.Added} rows of {undone.FileName} train nothing any more.");
                return 0;
            }

            if (parsed.GetValue(list))
            {
                List(await session.Get<ImportStore>().ListAsync(tenant, MaxRows, cancellationToken), parsed.GetValue(json));
                return 0;
            }

            string[] names = parsed.GetValue(files) is { Length: > 0 } given
                ? given
                : throw new SettingException("FILES", "name at least one file, or give --list");
            if (names.FirstOrDefault(name => !File.Exists(name)) is { } missing)
            {
                throw new StorageException(missing, "there is no such file");
            }

            List<ImportResult> results = [];
            foreach (string name in names)
            {
                results.Add(await RunAsync(session.Get<FileImport>(), tenant, name, parsed.GetValue(dryRun), cancellationToken));
            }

            if (parsed.GetValue(json))
            {
                Session.WriteJson(results);
            }
            else
            {
                results.ForEach(result => Tell(result, parsed.GetValue(dryRun)));
            }

            return results.All(result => result.Totals.Refused == 0) ? 0 : 1;
        });
        return command;
    }

    private static async Task<ImportResult> RunAsync(
        FileImport import, string tenant, string path, bool dryRun, CancellationToken cancellationToken)
    {
        await using FileStream file = Open(path);
        return await Screen.Bars().StartAsync(async bars =>
        {
            ProgressTask bar = bars.AddTask(Markup.Escape(Path.GetFileName(path)), maxValue: Math.Max(1, file.Length));
            ImportResult result = await import.RunAsync(
                tenant, Path.GetFileName(path), file, FormatOf(path), By, dryRun,
                new Reports<ImportProgress>(at => bar.Value = at.Bytes), cancellationToken);
            bar.Value = bar.MaxValue;
            return result;
        });
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(path, $"cannot be read: {error.Message}", error);
        }
    }

    private static ImportFormat FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".jsonl" or ".ndjson" => ImportFormat.JsonLines,
        ".csv" or ".tsv" => ImportFormat.Csv,
        _ => ImportFormat.FromContent,
    };

    private static void Tell(ImportResult result, bool dryRun)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.FileName}: {result.Totals.Added} rows {(dryRun ? "would be added" : "added")}, {result.Totals.Known} known, "
            + $"{result.Totals.Refused} of {result.Totals.Lines} lines refused"));
        foreach (ImportProblem problem in result.Problems.Take(ShownProblems))
        {
            Console.Error.WriteLine($"assistantloop: {result.FileName}: line {problem.Line}: {problem.Reason}");
        }

        if (result.Totals.Refused > ShownProblems)
        {
            Console.Error.WriteLine(
                $"assistantloop: {result.FileName}: {result.Totals.Refused - ShownProblems} more lines; --json lists up to {FileImport.MostProblems}");
        }
    }

    private static void List(IReadOnlyList<ImportRecord> imports, bool json)
    {
        if (json)
        {
            Session.WriteJson(imports.Select(ImportView.Of));
            return;
        }

        Table table = new Table().AddColumns("import", "file", "by", "begun", "added", "known", "refused", "state");
        foreach (ImportRecord import in imports)
        {
            table.AddRow(
                import.Id.ToString(),
                Markup.Escape(import.FileName),
                Markup.Escape(import.Author),
                import.StartedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                import.Added.ToString(CultureInfo.InvariantCulture),
                import.Known.ToString(CultureInfo.InvariantCulture),
                import.Refused.ToString(CultureInfo.InvariantCulture),
                import.UndoneAt is not null ? "undone" : import.EndedAt is null ? "not ended; import it again" : "done");
        }

        Screen.Out.Write(table);
    }

    private static void Tell(bool json, ImportView view, string text)
    {
        if (json)
        {
            Session.WriteJson(view);
        }
        else
        {
            Console.WriteLine(text);
        }
    }
}
