namespace AssistantLoop.Storage.Importing;

/// <summary>What came of a file's lines; see <see cref="ImportRecord"/> for each.</summary>
public sealed record ImportTotals(int Lines, int Added, int Known, int Refused);
