using AssistantLoop.Learning.DataSets.Pipeline;

namespace AssistantLoop.App.Api;

/// <summary>A page of a data set's ledger.</summary>
/// <param name="Items">Lines of samples.jsonl.</param>
/// <param name="Next">The line after which the next page starts; null at the end.</param>
public sealed record LedgerPage(IReadOnlyList<LedgerLine> Items, int? Next)
{
    /// <summary>The wanted lines after a line.</summary>
    /// <param name="ledger">All lines, in order; read as far as needed.</param>
    /// <param name="wanted">Which to give.</param>
    /// <param name="after">The number of the last line of the page before; 0 for the first page.</param>
    /// <param name="limit">The most lines.</param>
    public static LedgerPage Of(IEnumerable<LedgerEntry> ledger, Func<LedgerEntry, bool> wanted, int after, int limit)
    {
        // One more than is given tells whether there is another page.
        List<LedgerLine> found =
        [
            .. ledger.Index().Where(line => line.Index >= after && wanted(line.Item)).Take(limit + 1)
                .Select(line => LedgerLine.Of(line.Index + 1, line.Item)),
        ];
        return found.Count <= limit ? new(found, null) : new(found[..limit], found[limit - 1].Line);
    }
}

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
