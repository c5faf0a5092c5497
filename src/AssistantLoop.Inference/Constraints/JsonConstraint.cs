using AssistantLoop.Models.Tokenization;

namespace AssistantLoop.Inference.Constraints;

/// <summary>Holds one answer to a schema, token by token: what it may write next, and when it is done. An answer always
/// ends in a whole document, as tokens that lead too far from one are out once few are left.</summary>
internal sealed class JsonConstraint(SchemaStates states, HuggingFaceTokenizer tokenizer, IReadOnlyCollection<int> endTokens)
{
    private int _state = states.Start;

    /// <summary>Whether the document is whole and nothing may follow.</summary>
    public bool IsComplete => states.IsDocument(_state) && !states.Continues(_state);

    /// <summary>Sets the logits of tokens that may not come next to -infinity.</summary>
    /// <param name="logits">Logits of one position.</param>
    /// <param name="left">The tokens that may still come after this one.</param>
    public void Apply(Span<float> logits, int left) =>
        states.Mask(_state).Apply(logits, left, states.IsDocument(_state) ? endTokens : []);

    /// <summary>Takes the token that was chosen.</summary>
    public void Accept(int id)
    {
        foreach (byte value in tokenizer.BytesOf(id).Span)
        {
            _state = states.After(_state, value);
        }
    }
}
