namespace AssistantLoop.Training.Corpus;

/// <summary>How often the generated dialogues hold what; relative weights within a group, else probabilities.</summary>
public sealed record CorpusWeights
{
    /// <summary>What is replayed beside a business's own samples, in prompts with as few passages as the judge of passages leaves.</summary>
    public static CorpusWeights Replay { get; } = new()
    {
        NotStated = 0.3,
        FurtherTurns = [0.5, 0.5],
        Passages = [0.25, 0.35, 0.25, 0.15],
    };

    /// <summary>The same in a business's own frame, mostly answered from the passages: nothing that its system message does not
    /// ask for.</summary>
    public static CorpusWeights FramedReplay { get; } = Replay with
    {
        NotStated = 0.12,
        Passages = [0.15, 0.4, 0.3, 0.15],
        SmallTalk = 0,
        OutOfScope = 0,
        Complaint = 0,
        HandOver = 0,
        Style = 0,
        Glossary = 0,
        Rule = 0,
        Wording = 0,
        Json = 0,
        Actions = 0,
    };

    /// <summary>What visitors ask in a business's own frame where the judge leaves no passage: what its documents do not say, what is
    /// none of its business, and small talk. Few corrections refuse, so refusals are what a business's samples cost first.</summary>
    public static CorpusWeights BareReplay { get; } = FramedReplay with
    {
        SingleFact = 0,
        MultiFact = 0,
        NotStated = 1,
        SmallTalk = 0.1,
        Repeat = 0,
        Claim = 0,
        Correction = 0,
        OutOfScope = 0.3,
        Keyed = 0,
        FurtherTurns = [1],
        Passages = [1],
    };

    /// <summary>The mix for instruction tuning: less repetition, more of what the system message demands.</summary>
    public static CorpusWeights Tuning { get; } = new()
    {
        SingleFact = 0.48,
        NotStated = 0.15,
        Repeat = 0.02,
        Style = 0.6,
        Rule = 0.2,
        Wording = 0.12,
        Json = 0.3,
        Keyed = 0.1,
        Actions = 0.1,
        Injection = 0.12,
        Versions = 0.14,
        Glossary = 0.1,
        Claim = 0.12,
        Stale = 0.25,
        Twin = 0.4,
        Sibling = 0.4,
        Open = 0.5,
        Recast = 0.4,
        FurtherTurns = [0.12, 0.18, 0.2, 0.2, 0.15, 0.15],
    };

    /// <summary>Turn: a question whose answer is one sentence of a passage. Weight, default 0.52.</summary>
    public double SingleFact { get; init; } = 0.52;

    /// <summary>Turn: two facts at once, or a comparison of prices. Weight, default 0.09.</summary>
    public double MultiFact { get; init; } = 0.09;

    /// <summary>Turn: a question that no passage answers. Weight, default 0.08.</summary>
    public double NotStated { get; init; } = 0.08;

    /// <summary>Turn: greetings, thanks, who are you, goodbye. Weight, default 0.06.</summary>
    public double SmallTalk { get; init; } = 0.06;

    /// <summary>Turn: say again what a passage says. Weight, default 0.06.</summary>
    public double Repeat { get; init; } = 0.06;

    /// <summary>Turn: a claim to be confirmed or put right. Weight, default 0.07.</summary>
    public double Claim { get; init; } = 0.07;

    /// <summary>Turn: a slip taken back within one message or after an answer. Weight, default 0.05.</summary>
    public double Correction { get; init; } = 0.05;

    /// <summary>Turn: a complaint. Weight, default 0.02.</summary>
    public double Complaint { get; init; } = 0.02;

    /// <summary>Turn: a wish that has nothing to do with the business. Weight, default 0.025.</summary>
    public double OutOfScope { get; init; } = 0.025;

    /// <summary>Turn: the visitor asks for a person. Weight, default 0.015.</summary>
    public double HandOver { get; init; } = 0.015;

    /// <summary>Turn: a fact that the visitor wants as JSON under a key. Weight, default 0.015.</summary>
    public double Keyed { get; init; } = 0.015;

    /// <summary>A fact, a glossary's line or a JSON field, put together from any words. Probability, default 0.35.</summary>
    public double Open { get; init; } = 0.35;

    /// <summary>A follow-up by pronoun or ellipsis after an answer that allows one. Probability, default 0.4.</summary>
    public double FollowUp { get; init; } = 0.4;

    /// <summary>"Where does it say so?" after an answer. Probability, default 0.05.</summary>
    public double Source { get; init; } = 0.05;

    /// <summary>A style instruction that shows in the answers. Probability a sample, default 0.4.</summary>
    public double Style { get; init; } = 0.4;

    /// <summary>A glossary line. Probability a sample, default 0.06.</summary>
    public double Glossary { get; init; } = 0.06;

    /// <summary>One to three rule lines. Probability a sample, default 0.14.</summary>
    public double Rule { get; init; } = 0.14;

    /// <summary>A rule that wants one word said for another. Probability a sample, default 0.05.</summary>
    public double Wording { get; init; } = 0.05;

    /// <summary>Answers as JSON by a schema. Probability a sample, default 0.06.</summary>
    public double Json { get; init; } = 0.06;

    /// <summary>Declared actions. Probability a sample, default 0.06.</summary>
    public double Actions { get; init; } = 0.06;

    /// <summary>A passage that gives orders. Probability a sample with passages, default 0.07.</summary>
    public double Injection { get; init; } = 0.07;

    /// <summary>An older and a newer document that differ. Probability a sample with passages, default 0.06.</summary>
    public double Versions { get; init; } = 0.06;

    /// <summary>A sentence without a fact in a passage. Probability a passage, default 0.12.</summary>
    public double Filler { get; init; } = 0.12;

    /// <summary>Pronouns or nothing in a passage for what its title or the sentence before names. Probability a passage,
    /// default 0.4.</summary>
    public double Ellipsis { get; init; } = 0.4;

    /// <summary>What answers the last question stands first, where a search mostly puts it. Probability, default 0.5.</summary>
    public double BestFirst { get; init; } = 0.5;

    /// <summary>A further passage states the same kind of fact about something else. Probability, default 0.35.</summary>
    public double Twin { get; init; } = 0.35;

    /// <summary>A further passage states something else about the same thing, as a product's sections do. Probability,
    /// default 0.3; with <see cref="Twin"/> at most 1.</summary>
    public double Sibling { get; init; } = 0.3;

    /// <summary>A question that no passage answers asks for something else of a thing that one speaks of, where there is such.
    /// Probability, default 0.5.</summary>
    public double SameThing { get; init; } = 0.5;

    /// <summary>Two products' prices in a prompt of two or more passages. Probability, default 0.06.</summary>
    public double Comparison { get; init; } = 0.06;

    /// <summary>A user message with opener, closer, lower case or typing errors. Probability, default 0.4.</summary>
    public double Noise { get; init; } = 0.4;

    /// <summary>A question put another way by a general rewriting; as often, by synonyms. Probability, default 0.3.</summary>
    public double Recast { get; init; } = 0.3;

    /// <summary>A question that names a thing by its noun alone where no other passage has it. Probability, default 0.12.</summary>
    public double ShortName { get; init; } = 0.12;

    /// <summary>
    /// Earlier turns answered from passages that the prompt no longer holds, as in service, where each turn has its own
    /// passages; only the last answer is then learnt. Probability a dialogue of two or more turns, default 0.3.
    /// </summary>
    public double Stale { get; init; } = 0.3;

    /// <summary>Further turns after the first: none, one, two and so on. Weights, default 0.22, 0.34, 0.26, 0.18.</summary>
    public IReadOnlyList<double> FurtherTurns { get; init; } = [0.22, 0.34, 0.26, 0.18];

    /// <summary>Passages in the prompt: none to six. Weights, default 0.04, 0.16, 0.16, 0.28, 0.16, 0.12, 0.08.</summary>
    public IReadOnlyList<double> Passages { get; init; } = [0.04, 0.16, 0.16, 0.28, 0.16, 0.12, 0.08];
}
