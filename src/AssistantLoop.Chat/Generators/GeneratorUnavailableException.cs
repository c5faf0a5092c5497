namespace AssistantLoop.Chat.Generators;

/// <summary>A remote generator that cannot answer now; thrown before the first word or, where it broke off, after it.</summary>
/// <param name="generator">The generator's name.</param>
/// <param name="reason">Why, in words that hold no secret.</param>
/// <param name="mayFallBack">Whether the local model may answer instead: nothing was said yet, and the settings allow it.</param>
/// <param name="inner">The cause.</param>
public sealed class GeneratorUnavailableException(string generator, string reason, bool mayFallBack, Exception? inner = null)
    : Exception($"The generator {generator} does not answer: {reason}.", inner)
{
    /// <summary>The generator's name.</summary>
    public string Generator { get; } = generator;

    /// <summary>Why.</summary>
    public string Reason { get; } = reason;

    /// <summary>Whether the local model may answer instead.</summary>
    public bool MayFallBack { get; } = mayFallBack;
}
