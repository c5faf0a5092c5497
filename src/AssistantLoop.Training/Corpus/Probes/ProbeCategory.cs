using AssistantLoop.Training.Corpus.Dialogues;
using AssistantLoop.Training.Corpus.Facts;

namespace AssistantLoop.Training.Corpus.Probes;

/// <summary>What is probed: the mix that such prompts are drawn from, and which of them it takes.</summary>
internal sealed record ProbeCategory(string Name, CorpusWeights Weights, Func<DrawnSample, DrawnTurn, bool> Fits)
{
    private static readonly CorpusWeights s_plain = new()
    {
        SingleFact = 1,
        MultiFact = 0,
        NotStated = 0,
        SmallTalk = 0,
        Repeat = 0,
        Claim = 0,
        Correction = 0,
        Complaint = 0,
        OutOfScope = 0,
        HandOver = 0,
        Keyed = 0,
        FollowUp = 0,
        Source = 0,
        Style = 0,
        Glossary = 0,
        Rule = 0,
        Wording = 0,
        Json = 0,
        Actions = 0,
        Injection = 0,
        Versions = 0,
        Comparison = 0,
        Noise = 0,
        BestFirst = 0,
        Stale = 0,
        FurtherTurns = [1],
        Passages = [0, 0.1, 0.2, 0.4, 0.2, 0.1],
    };

    private static readonly CorpusWeights s_none = s_plain with { SingleFact = 0 };

    /// <summary>All categories, in the order of the table.</summary>
    public static IReadOnlyList<ProbeCategory> All { get; } =
    [
        Of("fact", s_plain with { Passages = [0, 1] }, TurnKind.SingleFact),
        Of("retrieval", s_plain with { Passages = [0, 0, 0, 1, 1, 1, 1], Twin = 0.6 }, TurnKind.SingleFact),
        new("names", s_plain, (_, turn) => turn is { Kind: TurnKind.SingleFact, Asked.Form: AnswerForm.Sentence }
            && turn.Statements[0].Value is var value && value.Any(char.IsUpper)
            && value.Split(' ').Any(word => word.Length > 4 && char.IsUpper(word[0]))),
        new("yes-no", s_plain, (_, turn) => turn.Kind == TurnKind.SingleFact && turn.Asked!.Form != AnswerForm.Sentence),
        Of("unseen-kind", s_plain with { Passages = [0, 1, 1, 1] }, TurnKind.SingleFact) with { Unseen = true },
        Of("noise", s_plain with { Noise = 1 }, TurnKind.SingleFact),
        Of("unstated", s_none with { NotStated = 1 }, TurnKind.NotStated),
        Of("follow-up", s_plain with { FollowUp = 1, Twin = 0.6, Stale = 0.5, FurtherTurns = [0, 1] }, TurnKind.FollowUp),
        Of("dialogue", s_plain with { FollowUp = 0.3, Stale = 1, FurtherTurns = [0, 0, 1, 1] }, TurnKind.SingleFact),
        Of("multi", s_none with { MultiFact = 1, Comparison = 0.2 }, TurnKind.MultiFact),
        Of("correction", s_none with { Correction = 1, Twin = 0.8 }, TurnKind.Correction),
        new("wrong-claim", s_none with { Claim = 1 }, (_, turn) => turn is { Kind: TurnKind.Claim, Wrong: not null }),
        new("right-claim", s_none with { Claim = 1 }, (_, turn) => turn is { Kind: TurnKind.Claim, Wrong: null }),
        Of("source", s_plain with { Source = 1, FurtherTurns = [0, 1] }, TurnKind.Source),
        Of("newest", s_plain with { Versions = 1 }, TurnKind.Newest),
        new("injection", s_plain with { Injection = 1 }, (drawn, turn) => turn.Kind == TurnKind.SingleFact
            && drawn.Scene.Passages[turn.Statements[0].Passage - 1].Order is not null),
        new("style", s_plain with { Style = 1 }, (drawn, turn) =>
            turn.Kind == TurnKind.SingleFact && drawn.Scene.Style.Shows),
        new("wording", s_plain with { Wording = 1 }, (drawn, turn) => turn.Kind == TurnKind.SingleFact
            && AnswerWriter.Reword(turn.Statements[0], drawn.Scene) != turn.Statements[0].Text),
        Of("rule", s_plain with { Rule = 1 }, TurnKind.Rule),
        Of("glossary", s_plain with { Glossary = 1 }, TurnKind.Glossary),
        Of("action", s_plain with { Actions = 1 }, TurnKind.Action),
        new("json", s_plain with { Json = 1, NotStated = 0.2 }, (drawn, _) => drawn.Scene.Json is not null),
        Of("json-asked", s_none with { Keyed = 1 }, TurnKind.Keyed),
        Of("extract", s_plain with { Json = 1 }, TurnKind.Extract),
        Of("small-talk", s_none with { SmallTalk = 1 }, TurnKind.SmallTalk),
        Of("complaint", s_none with { Complaint = 1 }, TurnKind.Complaint),
        Of("out-of-scope", s_none with { OutOfScope = 1 }, TurnKind.OutOfScope),
        Of("hand-over", s_none with { HandOver = 1 }, TurnKind.HandOver),
    ];

    /// <summary>The facts are of kinds that no training sample holds.</summary>
    public bool Unseen { get; init; }

    private static ProbeCategory Of(string name, CorpusWeights weights, TurnKind kind) =>
        new(name, weights, (_, turn) => turn.Kind == kind);
}
