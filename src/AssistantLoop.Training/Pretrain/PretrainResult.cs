namespace AssistantLoop.Training.Pretrain;

/// <summary>
/// What a pre-training run did: steps, tokens read, time of training, and the held-out loss at the end, in nats a token
/// of the assistant's.
/// </summary>
public sealed record PretrainResult(int Steps, long Tokens, TimeSpan Duration, double? HeldOutLoss);
