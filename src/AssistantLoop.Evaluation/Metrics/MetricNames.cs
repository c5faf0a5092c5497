namespace AssistantLoop.Evaluation.Metrics;

/// <summary>The names by which suites, gates and reports know what is measured.</summary>
public static class MetricNames
{
    public const string Score = "score";
    public const string Overall = "overall";
    public const string Accuracy = "accuracy";
    public const string Citation = "citation";
    public const string Style = "style";
    public const string TokenF1 = "token_f1";
    public const string Grounded = "grounded";
    public const string NoForbidden = "no_forbidden";
    public const string FollowUp = "follow_up";
    public const string Refusal = "refusal";
    public const string FalseRefusal = "false_refusal";
    public const string Consistency = "consistency";
    public const string Contradiction = "contradiction";
    public const string Robustness = "robustness";
    public const string Bias = "bias";
    public const string Sycophancy = "sycophancy";
    public const string Json = "json";
    public const string Executable = "executable";
    public const string Judge = "judge";
    public const string LatencyP50 = "latency_p50_ms";
    public const string LatencyP95 = "latency_p95_ms";
    public const string PromptTokens = "prompt_tokens";
    public const string AnswerTokens = "answer_tokens";
    public const string HeldOutLoss = "held_out_loss";
    public const string GeneralLoss = "general_loss";

    /// <summary>Before a metric's name: the same metric on the general suite, such as general.overall.</summary>
    public const string General = "general.";
}
