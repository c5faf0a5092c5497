namespace AssistantLoop.Learning.Importing;

/// <summary>A line of a file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">Without its end; null where it is longer than may be read.</param>
internal sealed record NumberedLine(int Number, string? Text);
