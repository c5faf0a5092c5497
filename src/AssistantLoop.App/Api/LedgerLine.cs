using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Storage.Lists;

namespace AssistantLoop.App.Api;

/// <summary>Why a piece of feedback is in a data set or not; see <see cref="LedgerEntry"/>.</summary>
/// <param name="Line">Its line in samples.jsonl, from 1.</param>
/// <param name="Id">The piece.</param>
/// <param name="Kind">correction, up, down, choice or imported.</param>
/// <param name="Identity">Who it comes from, hashed.</param>
/// <param name="Outcome">kept, held-out, quarantined or dropped.</param>
/// <param name="Step">The step that left it out.</param>
/// <param name="Reason">Why.</param>
/// <param name="Evidence">What shows it.</param>
/// <param name="Related">The other piece that the reason is about.</param>
/// <param name="Variant">How an added variant was made.</param>
/// <param name="Notes">What was changed or overruled.</param>
/// <param name="Lines">Where it stands: file name and line.</param>
public sealed record LedgerLine(
    int Line,
    Guid Id,
    string Kind,
    string Identity,
    string Outcome,
    string? Step,
    string? Reason,
    string? Evidence,
    Guid? Related,
    string? Variant,
    IReadOnlyList<string> Notes,
    IReadOnlyList<string> Lines)
{
    private static readonly RowSorts<LedgerLine> s_sorts = new(
        "line", ("line", line => line.Line), ("outcome", line => line.Outcome), ("kind", line => line.Kind));

    /// <summary>A page of a ledger; the search is for ids, reasons and evidence.</summary>
    /// <param name="ledger">All lines, in order.</param>
    /// <param name="wanted">Which to give.</param>
    /// <param name="query">Which page.</param>
    /// <exception cref="UnknownSortException">The list has no such field.</exception>
    public static ListPage<LedgerLine> Page(IEnumerable<LedgerEntry> ledger, Func<LedgerEntry, bool> wanted, ListQuery query) =>
        s_sorts.Page(
            [.. ledger.Index().Where(line => wanted(line.Item)).Select(line => Of(line.Index + 1, line.Item)).Where(line => query.Holds(line.Id.ToString(), line.Reason, line.Evidence, line.Identity))],
            query);

    /// <summary>The view of a line.</summary>
    public static LedgerLine Of(int line, LedgerEntry entry) => new(
        line,
        entry.Id,
        WireNames.Of(entry.Kind),
        entry.Identity,
        WireNames.Of(entry.Outcome),
        entry.Step,
        entry.Reason,
        entry.Evidence,
        entry.Related,
        entry.Variant,
        entry.Notes,
        entry.Lines);
}
