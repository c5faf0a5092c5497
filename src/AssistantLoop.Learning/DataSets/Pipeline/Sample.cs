using AssistantLoop.Models.Interchange;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.DataSets.Pipeline;

/// <summary>One piece of feedback on its way into a data set. Steps make a new one where they change it.</summary>
public sealed record Sample
{
    /// <summary>The piece's id, that of its <see cref="StoredPair"/>.</summary>
    public required Guid Id { get; init; }

    public required PairKind Kind { get; init; }

    public required Guid ConversationId { get; init; }

    /// <summary>Who it comes from: the author of an agent's feedback, the visitor of a visitor's.</summary>
    public required string Identity { get; init; }

    /// <summary>Whether an agent gave it; an imported row counts as the importing agent's.</summary>
    public required bool ByAgent { get; init; }

    public PairDecision Decision { get; init; }

    public FaultCause? Cause { get; init; }

    /// <summary>The prompt as the model saw it, the visitor's question last.</summary>
    public required IReadOnlyList<SampleMessage> Prompt { get; init; }

    /// <summary>The better answer; null for a rating down.</summary>
    public string? Chosen { get; init; }

    /// <summary>The worse answer; null for a rating up.</summary>
    public string? Rejected { get; init; }

    /// <summary>Pieces of personal data that were replaced.</summary>
    public int Redacted { get; init; }

    public bool Confirmed => Decision == PairDecision.Confirmed;

    /// <summary>Whether it is an answer with a label rather than something to imitate.</summary>
    public bool IsRating => Kind is PairKind.Up or PairKind.Down || Chosen is null;

    /// <summary>The visitor's last turn.</summary>
    public string Question => Prompt[^1].Content;

    /// <summary>All that the visitor wrote, one turn a line.</summary>
    public string Asked => Prompt.Count(IsVisitors) == 1
        ? Question
        : string.Join('\n', Prompt.Where(IsVisitors).Select(message => message.Content));

    /// <summary>What the business's side put before the conversation: instructions and passages.</summary>
    public string Passages => Prompt.Count(IsGiven) == 1 && IsGiven(Prompt[0])
        ? Prompt[0].Content
        : string.Join('\n', Prompt.Where(IsGiven).Select(message => message.Content));

    /// <summary>The sample to imitate; only its last answer is trained on.</summary>
    public ChatSample Imitation =>
        new([.. Prompt.Select(Untrained), new SampleMessage(SampleMessage.Assistant, Chosen ?? "")]);

    private static bool IsVisitors(SampleMessage message) => message.Role == SampleMessage.User;

    private static bool IsGiven(SampleMessage message) => message.Role is SampleMessage.System or SampleMessage.Tool;

    private static SampleMessage Untrained(SampleMessage message) =>
        message.Role == SampleMessage.Assistant ? message with { Weight = 0 } : message;
}
