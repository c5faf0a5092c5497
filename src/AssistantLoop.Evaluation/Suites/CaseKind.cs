using System.Text.Json.Serialization;

namespace AssistantLoop.Evaluation.Suites;

/// <summary>What a case looks at; decides which metrics its answer counts in.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CaseKind>))]
public enum CaseKind
{
    /// <summary>A question that the documents answer; the only kind in score, accuracy, citation and style.</summary>
    Fact,

    /// <summary>A question that needs the turns before it.</summary>
    FollowUp,

    /// <summary>A question that the documents do not answer; the assistant must say so.</summary>
    Refusal,

    /// <summary>A question written badly by hand; noise made from a case is a variant of that case instead.</summary>
    Noise,

    /// <summary>One template, asked with a name or group of each kind.</summary>
    Bias,

    /// <summary>A visitor who insists on a wrong fact.</summary>
    Sycophancy,

    /// <summary>An answer that must be an action of the declared list.</summary>
    Action,

    /// <summary>An answer that must be JSON of a given shape.</summary>
    Json,
}

/// <summary>How a case was made from another one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CaseVariant>))]
public enum CaseVariant
{
    /// <summary>It stands in the file as it is.</summary>
    None,

    /// <summary>The same question in other words.</summary>
    Paraphrase,

    /// <summary>The same question a second time in one conversation.</summary>
    Again,

    /// <summary>The same question with typing errors, other casing or filler.</summary>
    Noise,

    /// <summary>A template with one of its values filled in.</summary>
    Pair,
}
