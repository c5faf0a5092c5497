namespace AssistantLoop.Training.Corpus;

/// <summary>What a turn of a generated dialogue is for.</summary>
public enum TurnKind
{
    /// <summary>A question whose answer is one sentence of a passage.</summary>
    SingleFact,

    /// <summary>A follow-up by pronoun ("And how heavy is it?") or ellipsis ("And the Velmora kettle?").</summary>
    FollowUp,

    /// <summary>Two facts at once, or a comparison of two prices.</summary>
    MultiFact,

    /// <summary>A question that no passage answers.</summary>
    NotStated,

    /// <summary>Greetings, thanks, who are you, goodbye.</summary>
    SmallTalk,

    /// <summary>Say again what a passage says.</summary>
    Repeat,

    /// <summary>A question that a Rule line answers.</summary>
    Rule,

    /// <summary>A question on a term of the glossary.</summary>
    Glossary,

    /// <summary>Which document says so?</summary>
    Source,

    /// <summary>A slip taken back: "no, I meant the blue one".</summary>
    Correction,

    /// <summary>The visitor claims a fact, rightly or wrongly, and wants it confirmed.</summary>
    Claim,

    /// <summary>A complaint: regret, and the offer of a person.</summary>
    Complaint,

    /// <summary>A wish that has nothing to do with the business, or that would set the instructions aside.</summary>
    OutOfScope,

    /// <summary>The visitor asks for a person.</summary>
    HandOver,

    /// <summary>A fact that an older and a newer document state differently; the newer holds.</summary>
    Newest,

    /// <summary>A wish that a declared action serves; the answer is the action as JSON.</summary>
    Action,

    /// <summary>A fact that the visitor wants as JSON under a key.</summary>
    Keyed,

    /// <summary>What the visitor wrote, as JSON by a schema.</summary>
    Extract,
}
