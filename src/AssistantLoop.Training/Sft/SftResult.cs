namespace AssistantLoop.Training.Sft;

/// <summary>
/// What a fine-tuning run did. Losses are means in nats a token of the assistant's: one a step, and on the held-out
/// samples before and after (null without such samples). <c>TooLong</c> samples were left out; <c>TrainableShare</c> is
/// the learning share of all weights, and <c>AdapterHash</c> the written adapter's content hash.
/// </summary>
public sealed record SftResult(
    IReadOnlyList<double> Losses,
    double? HeldOutBefore,
    double? HeldOutAfter,
    int Samples,
    int TooLong,
    long Tokens,
    TimeSpan Duration,
    long TrainableWeights,
    double TrainableShare,
    bool StoppedEarly,
    string AdapterHash);
