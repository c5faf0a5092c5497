namespace AssistantLoop.Inference;

/// <summary>One step of an answer.</summary>
/// <param name="Id">The token that was chosen.</param>
/// <param name="Text">The text that became certain with it: empty while a character or a possible stop string is
/// incomplete. The texts of all tokens joined are the answer.</param>
/// <param name="End">Why the answer ends here; null on all but the last token.</param>
public readonly record struct GeneratedToken(int Id, string Text, GenerationEnd? End)
{
    /// <summary>The natural logarithm of the probability that the model gave the token, before biases, penalties and
    /// temperature; null unless the request asks for log-probabilities.</summary>
    public float? LogProbability { get; init; }

    /// <summary>The entropy in nats of the model's distribution at this place, before biases, penalties and temperature: 0
    /// where it was sure, log V at most; null unless the request asks for it.</summary>
    public float? Entropy { get; init; }

    /// <summary>The likeliest tokens of this place, likeliest first, as many as the request asks for; null unless it
    /// does.</summary>
    public IReadOnlyList<TokenLogProbability>? Likeliest { get; init; }
}
