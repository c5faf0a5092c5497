namespace AssistantLoop.Learning.Importing;

/// <summary>A record of a CSV file.</summary>
/// <param name="Line">The line it begins at, from 1.</param>
/// <param name="Cells">Its cells; empty where there is a problem.</param>
/// <param name="Problem">Why it cannot be read; null where it can.</param>
internal sealed record CsvRecord(int Line, IReadOnlyList<string> Cells, string? Problem);
