using AssistantLoop.Models.ChatTemplates;

namespace AssistantLoop.Training.Objectives;

/// <summary>
/// What one example asks a model to learn. An objective takes the kinds it knows and leaves the others to the rest of
/// the run's objectives.
/// </summary>
public enum ExampleKind
{
    /// <summary>One text to imitate.</summary>
    Imitation,

    /// <summary>One text that is no business's, imitated so that what the model knows is not forgotten.</summary>
    General,

    /// <summary>Two texts with one prompt: the chosen answer, then the rejected one.</summary>
    Pair,

    /// <summary>One text whose answer was liked.</summary>
    Liked,

    /// <summary>One text whose answer was not liked.</summary>
    Disliked,

    /// <summary>One text that the model itself sampled, with the advantage of its reward over its group's.</summary>
    Sampled,
}

/// <summary>
/// Texts that are judged together. Their tokens count where <see cref="EncodedChat.Trainable"/> says so. An example is
/// never divided between two passes.
/// </summary>
public sealed record Example(ExampleKind Kind, IReadOnlyList<EncodedChat> Texts)
{
    /// <summary>What the example counts beside the others; over 0.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>
    /// For <see cref="ExampleKind.Sampled"/>: how much better than its group the answer was, in units of the reward or
    /// of its deviation.
    /// </summary>
    public double Advantage { get; init; }

    /// <summary>
    /// For <see cref="ExampleKind.Liked"/> and <see cref="ExampleKind.Disliked"/>: the example's prompt with another
    /// example's answer, from which KTO takes its reference point.
    /// </summary>
    public EncodedChat? Mismatched { get; init; }

    /// <summary>All tokens of all texts, trainable or not.</summary>
    public int Length => Texts.Sum(text => text.Ids.Length);

    /// <summary>Trainable tokens of all texts; the first token of a text has nothing before it to be told from.</summary>
    public int Tokens => Texts.Sum(Counted);

    /// <summary>Trainable tokens of a text.</summary>
    public static int Counted(EncodedChat text) => text.Trainable.AsSpan(1).Count(true);
}
