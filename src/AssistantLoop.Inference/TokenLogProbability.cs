namespace AssistantLoop.Inference;

/// <summary>A token and the natural logarithm of the probability that the model itself gave it: before biases, penalties
/// and temperature.</summary>
public readonly record struct TokenLogProbability(int Id, float LogProbability);
