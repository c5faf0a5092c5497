namespace AssistantLoop.Models.Tokenization;

/// <summary>What a trained tokenizer's tokenizer_config.json says besides the tokens.</summary>
public sealed record TokenizerRoles
{
    /// <summary>The special token that begins a text.</summary>
    public string? Begin { get; init; }

    /// <summary>The special token that ends an answer.</summary>
    public string? End { get; init; }

    /// <summary>The special token that fills short rows of a batch.</summary>
    public string? Padding { get; init; }

    /// <summary>The chat template, Jinja.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>The longest text of the model, tokens.</summary>
    public int? MaxLength { get; init; }
}
