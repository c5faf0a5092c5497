namespace AssistantLoop.App.Generators;

/// <summary>One try of a remote generator that failed, in words that hold neither a key nor what the server wrote.</summary>
internal sealed class GeneratorFault(string reason, bool passing) : Exception(reason)
{
    /// <summary>Whether another try may do.</summary>
    public bool Passing { get; } = passing;
}
