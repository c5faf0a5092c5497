namespace AssistantLoop.Learning.Importing;

/// <summary>A row that cannot be learnt from; the message says why, without the line's number.</summary>
internal sealed class RowRefusedException(string reason, Exception? inner = null) : Exception(reason, inner);
