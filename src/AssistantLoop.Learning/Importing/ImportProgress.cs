namespace AssistantLoop.Learning.Importing;

/// <summary>How far an import is.</summary>
/// <param name="Bytes">Bytes read so far.</param>
/// <param name="Total">The file's bytes.</param>
/// <param name="Lines">Lines read so far.</param>
public sealed record ImportProgress(long Bytes, long Total, int Lines);
