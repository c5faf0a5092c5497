namespace AssistantLoop.Models.Embedders;

/// <summary>How the vectors of a text's tokens become one.</summary>
public enum Pooling
{
    /// <summary>Their mean, padding left out.</summary>
    Mean,

    /// <summary>That of the first token, [CLS].</summary>
    Cls,
}
