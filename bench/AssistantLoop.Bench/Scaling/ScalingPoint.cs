namespace AssistantLoop.Bench.Scaling;

/// <summary>What one run of a scaling study came to.</summary>
/// <param name="Operations">The budget, in floating-point operations.</param>
/// <param name="Weights">Weights of the model.</param>
/// <param name="Tokens">Tokens that it learnt from.</param>
/// <param name="Seconds">Time of the run.</param>
/// <param name="Loss">Loss on held-out texts, in nats a token of the answers.</param>
internal sealed record ScalingPoint(double Operations, long Weights, long Tokens, double Seconds, double Loss);
