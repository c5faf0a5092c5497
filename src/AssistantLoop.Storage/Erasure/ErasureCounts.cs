namespace AssistantLoop.Storage.Erasure;

/// <summary>How many rows an erasure removed, by what they are.</summary>
public sealed record ErasureCounts
{
    public required int Conversations { get; init; }

    public required int Messages { get; init; }

    /// <summary>Ratings and suggestions, the visitor's own and others' on their answers.</summary>
    public required int Ratings { get; init; }

    /// <summary>Agents' corrections of the answers they got.</summary>
    public required int Corrections { get; init; }

    /// <summary>Pieces of feedback that training could have learnt from, blind choices too.</summary>
    public required int Pairs { get; init; }

    /// <summary>Assembled prompts that nothing else refers to.</summary>
    public required int Prompts { get; init; }
}
