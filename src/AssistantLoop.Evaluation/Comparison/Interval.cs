namespace AssistantLoop.Evaluation.Comparison;

/// <summary>Where a value lies with a given confidence.</summary>
public sealed record Interval(double Low, double High);
