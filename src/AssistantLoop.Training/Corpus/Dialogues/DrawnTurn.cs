using AssistantLoop.Training.Corpus.Facts;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>A question and what its answer says.</summary>
/// <param name="Kind">What the turn is for.</param>
/// <param name="Question">The user's words.</param>
internal sealed record DrawnTurn(TurnKind Kind, string Question)
{
    /// <summary>What an answer to a question that no passage answers says.</summary>
    public const string Refusal = "I am sorry, our documents do not say. Shall I ask a person?";

    /// <summary>The sentences of an answer that informs.</summary>
    public IReadOnlyList<Statement> Statements { get; init; } = [];

    /// <summary>What stands before the first sentence.</summary>
    public string Opening { get; init; } = "";

    /// <summary>The whole answer where it is no statement: small talk, a refusal.</summary>
    public string? Text { get; init; }

    /// <summary>The text is what it is in every style: a line of JSON.</summary>
    public bool Verbatim { get; init; }

    /// <summary>What a right answer without statements must hold.</summary>
    public string? Mark { get; init; }

    /// <summary>The passage (from 1) of a right answer without statements; null: none.</summary>
    public int? MarkIn { get; init; }

    /// <summary>The last fact the answer stated, which a pronoun may refer to, and its passage.</summary>
    public (int Passage, Fact Fact)? About { get; init; }

    /// <summary>The kind's question that was asked about it.</summary>
    public Question? Asked { get; init; }

    /// <summary>What a question that no passage answers asks for; it stands nowhere in the prompt.</summary>
    public string? Missing { get; init; }

    /// <summary>An answer that would be wrong: what the visitor claims, or what the old document says.</summary>
    public (string Statement, string Value)? Wrong { get; init; }

    /// <summary>Whether the question cannot be understood without the one before.</summary>
    public bool Leans { get; init; }

    /// <summary>The passages that the answer cites.</summary>
    public IEnumerable<int> Passages =>
        Statements.Select(statement => statement.Passage).Where(passage => passage > 0);

    /// <summary>The passages that the answer needs, cited or not.</summary>
    public IEnumerable<int> Needed => MarkIn is { } passage ? Passages.Append(passage) : Passages;

    /// <summary>Whether the answer tells something.</summary>
    public bool Informs => Statements.Count > 0;
}
