namespace AssistantLoop.Storage.Feedback;

/// <summary>How a query over pieces of feedback, with p for the piece, gets each piece's decision and cause.</summary>
internal static class DecisionRows
{
    /// <summary>To be joined: d is the decision on the piece, i that on its author.</summary>
    public const string Joins = """
        LEFT JOIN pair_decisions d ON d.tenant = p.tenant AND d.pair_id = p.id
        LEFT JOIN identity_decisions i ON i.tenant = p.tenant AND i.identity = p.author
            AND (i.decision = 'excluded' OR p.created_at <= i.decided_at)
        """;

    /// <summary>To be joined where p is preference_pairs: t is what triage found.</summary>
    public const string CauseJoin =
        "LEFT JOIN triage_results t ON t.tenant = p.tenant AND t.message_id = p.message_id";

    /// <summary>The piece's own decision goes before its author's.</summary>
    public const string Decision = "COALESCE(d.decision, i.decision, 'none')";

    /// <summary>The same for imported rows: whoever imported them stands behind them.</summary>
    public const string ImportedDecision = "COALESCE(d.decision, i.decision, 'confirmed')";

    /// <summary>An agent's finding goes before triage's own.</summary>
    public const string Cause = "COALESCE(t.overruled_cause, t.cause)";

    /// <summary>True for what no agent took out.</summary>
    public const string NotExcluded = $"{Decision} <> 'excluded'";

    /// <summary>True for what training may use as far as agents and triage have said.</summary>
    public const string MayTrain =
        $"{NotExcluded} AND ({Cause} IS NULL OR {Cause} NOT IN ('missingdocument', 'retrievalmiss'))";

    /// <summary>
    /// A cause to be read as <see cref="FaultCause"/> or null. SQLite gives the column of an expression the type of its first
    /// row, and after a null there Dapper reads no enum from text any more; it does from a number.
    /// </summary>
    public static string Read(string cause) =>
        $"CASE {cause} {string.Join(' ', Enum.GetValues<FaultCause>().Select(value => $"WHEN '{value.Text()}' THEN {value:D}"))} END";
}
