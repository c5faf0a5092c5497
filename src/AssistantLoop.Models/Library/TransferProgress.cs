namespace AssistantLoop.Models.Library;

/// <summary>
/// How far a copy or download is: <c>Done</c> of <c>Total</c> bytes of one file; the total is null where unknown.
/// </summary>
public sealed record TransferProgress(string File, long Done, long? Total);
