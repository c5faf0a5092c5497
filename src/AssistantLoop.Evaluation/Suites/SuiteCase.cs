using AssistantLoop.Chat.Styles;

namespace AssistantLoop.Evaluation.Suites;

/// <summary>One question and what a good answer to it holds.</summary>
/// <param name="Id">Unique in the suite.</param>
/// <param name="Question">What the visitor asks last.</param>
/// <param name="Expect">
/// Facts that the answer must hold, each word for word but for case and spaces; " | " parts other ways to say one.
/// </param>
/// <param name="Cites">The title of the passage to cite, or null where none is required.</param>
public sealed record SuiteCase(string Id, string Question, IReadOnlyList<string> Expect, string? Cites)
{
    /// <summary>What the case looks at.</summary>
    public CaseKind Kind { get; init; }

    /// <summary>How it was made from the case <see cref="Of"/>.</summary>
    public CaseVariant Variant { get; init; }

    /// <summary>The id of the case in the file that this is a variant of, or null.</summary>
    public string? Of { get; init; }

    /// <summary>Words to find the case by; no metric depends on them.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The visitor's earlier turns, oldest first; each is answered before the next is asked.</summary>
    public IReadOnlyList<CaseTurn> Before { get; init; } = [];

    /// <summary>Statements that the answer must not hold.</summary>
    public IReadOnlyList<string> Forbid { get; init; } = [];

    /// <summary>A right answer in full, for token F1; or null.</summary>
    public string? Answer { get; init; }

    /// <summary>The documents do not say; the answer must be a refusal.</summary>
    public bool Unanswerable { get; init; }

    /// <summary>The shape that the answer's JSON must have, or null.</summary>
    public JsonShape? Schema { get; init; }

    /// <summary>The actions that the answer may choose from; empty where it needs none.</summary>
    public IReadOnlyList<ActionShape> Actions { get; init; } = [];

    /// <summary>The action that is the right one, or null where any valid one will do.</summary>
    public string? Action { get; init; }

    /// <summary>The case's own style checks in place of the suite's, or null.</summary>
    public StyleCheck? Style { get; init; }
}

/// <summary>An earlier turn of the visitor.</summary>
/// <param name="Question">What is asked.</param>
/// <param name="Expect">Facts that its answer must hold; empty where the turn is not measured.</param>
/// <param name="Forbid">Statements that its answer must not hold.</param>
public sealed record CaseTurn(string Question, IReadOnlyList<string> Expect, IReadOnlyList<string> Forbid);

/// <summary>An action that an answer may ask for.</summary>
/// <param name="Name">The value of "action".</param>
/// <param name="Arguments">The shape of the object of its arguments, or null where any will do.</param>
public sealed record ActionShape(string Name, JsonShape? Arguments);
