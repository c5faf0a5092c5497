using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Api;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.DataSets;
using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>datasets: lists data sets, shows one's card, and tells why a piece of feedback is in it or out.</summary>
internal static class DataSetsVerb
{
    private const int MaxRows = 1_000;

    public static Command Create()
    {
        Argument<string?> hash = new("HASH")
        {
            Description = "the data set's hash or how it begins (default: list all; with --ledger the newest)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<Guid?> ledger = new("--ledger") { Description = "tell why the piece of feedback of this id is in or out" };
        Option<bool> json = new("--json") { Description = "write it as JSON; of a data set its manifest" };
        Command command = new("datasets", "List data sets, show one's card, or tell why feedback is in or out.") { hash, ledger, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            string tenant = session.Get<BusinessProfile>().Tenant;
            IReadOnlyList<DataSet> all = await session.Get<DataSetStore>().ListAsync(tenant, MaxRows, cancellationToken);
            bool asJson = parsed.GetValue(json);
            if (parsed.GetValue(hash) is null && parsed.GetValue(ledger) is null)
            {
                TellAll(all, asJson);
                return 0;
            }

            DataSet one = Find(all, parsed.GetValue(hash), tenant);
            string folder = await session.Get<IArtefactStore>().OpenAsync(one.ArtefactHash, cancellationToken);
            if (parsed.GetValue(ledger) is { } piece)
            {
                TellPiece(one, piece, folder, asJson);
            }
            else
            {
                Console.WriteLine(asJson
                    ? one.Manifest
                    : await File.ReadAllTextAsync(Path.Combine(folder, DataSetFiles.Card), cancellationToken));
            }

            return 0;
        });
        return command;
    }

    private static DataSet Find(IReadOnlyList<DataSet> all, string? start, string tenant)
    {
        DataSet[] found = [.. all.Where(set => start is null || set.Hash.StartsWith(start, StringComparison.OrdinalIgnoreCase))];
        return found.Length == 0 ? throw new NotFoundException("data set", start ?? "at all", tenant)
            : found.Length > 1 && start is not null ? throw new ConflictException($"{found.Length} data sets begin with {start}; write more of the hash.")
            : found[0];
    }

    private static void TellAll(IReadOnlyList<DataSet> all, bool json)
    {
        if (json)
        {
            Session.WriteJson(all.Select(set => new { set.Hash, set.CreatedAt, set.TrainCount, set.HeldOutCount }));
            return;
        }

        Table table = new Table().AddColumns("data set", "made", "trained on", "held out");
        foreach (DataSet set in all)
        {
            table.AddRow(
                set.Hash[..Math.Min(12, set.Hash.Length)],
                set.CreatedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                set.TrainCount.ToString(CultureInfo.InvariantCulture),
                set.HeldOutCount.ToString(CultureInfo.InvariantCulture));
        }

        Screen.Out.Write(table);
    }

    private static void TellPiece(DataSet set, Guid piece, string folder, bool json)
    {
        LedgerEntry[] entries = [.. DataSetFiles.ReadLedger(folder).Where(entry => entry.Id == piece)];
        if (entries.Length == 0)
        {
            throw new ConflictException($"Data set {set.Hash[..12]} was not made with piece of feedback {piece} in view.");
        }

        if (json)
        {
            Session.WriteJson(entries.Select(entry => new
            {
                entry.Id,
                kind = WireNames.Of(entry.Kind),
                entry.Identity,
                outcome = WireNames.Of(entry.Outcome),
                entry.Step,
                entry.Reason,
                entry.Evidence,
                entry.Related,
                entry.Variant,
                entry.Notes,
                entry.Lines,
            }));
            return;
        }

        foreach (LedgerEntry entry in entries)
        {
            string what = entry.Variant is { } variant ? $"variant ({variant})" : WireNames.Of(entry.Kind);
            string why = entry.Step is { } step ? $" by step {step}: {entry.Reason}" : "";
            Console.WriteLine($"{what}: {WireNames.Of(entry.Outcome)}{why}");
            Tell("evidence", entry.Evidence);
            Tell("about", entry.Related?.ToString());
            Tell("notes", string.Join("; ", entry.Notes));
            Tell("stands in", string.Join(", ", entry.Lines));
        }
    }

    private static void Tell(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Console.WriteLine($"  {name}: {value}");
        }
    }
}
