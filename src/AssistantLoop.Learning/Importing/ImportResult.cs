using AssistantLoop.Storage.Importing;

namespace AssistantLoop.Learning.Importing;

/// <summary>What came of one file, this time.</summary>
/// <param name="Id">The import; null of a trial run.</param>
/// <param name="FileName">The file.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="Totals">Its lines by what came of them.</param>
/// <param name="Problems">The first bad lines; <see cref="ImportTotals.Refused"/> counts all.</param>
public sealed record ImportResult(
    Guid? Id, string FileName, string Sha256, ImportTotals Totals, IReadOnlyList<ImportProblem> Problems);
