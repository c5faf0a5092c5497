namespace AssistantLoop.Inference;

/// <summary>Why an answer ended.</summary>
public enum GenerationEnd
{
    /// <summary>The model chose an end token.</summary>
    EndToken,

    /// <summary>The document that the request's schema asks for is whole.</summary>
    Document,

    /// <summary>A stop string was written.</summary>
    StopString,

    /// <summary>The most tokens asked for, or the end of the context, was reached.</summary>
    Length,
}
