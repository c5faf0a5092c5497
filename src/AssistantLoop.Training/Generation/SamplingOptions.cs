namespace AssistantLoop.Training.Generation;

/// <summary>How answers to one prompt are drawn.</summary>
public sealed record SamplingOptions
{
    /// <summary>Answers that are drawn side by side; 1 or more.</summary>
    public int Answers
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(Answers));
            field = value;
        }
    } = 1;

    /// <summary>Most tokens of an answer, its end id included; 1 or more.</summary>
    public int MaxTokens
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(MaxTokens));
            field = value;
        }
    } = 256;

    /// <summary>What logits are divided by; 0 takes the most probable token.</summary>
    public double Temperature
    {
        get;
        init => field = value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(Temperature), value, "Temperature must be a finite number of 0 or more.");
    } = 1;

    /// <summary>
    /// Tokens are drawn from the most probable ones that hold this share together, over 0 up to 1 (Holtzman et al.
    /// 2020, section 3.1).
    /// </summary>
    public double TopP
    {
        get;
        init => field = value is > 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(TopP), value, "TopP must be a number over 0 up to 1.");
    } = 1;

    /// <summary>Ids that end an answer, and stand last in it.</summary>
    public IReadOnlyList<int> EndIds { get; init; } = [];
}
