namespace AssistantLoop.Storage.Importing;

/// <summary>A line of a file that cannot be used.</summary>
/// <param name="Line">Its number in the file, from 1.</param>
/// <param name="Reason">Why; a sentence that holds no text of the line's messages.</param>
public sealed record ImportProblem(int Line, string Reason);
