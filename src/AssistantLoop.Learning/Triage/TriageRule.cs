namespace AssistantLoop.Learning.Triage;

/// <summary>Why an answer was bad: a pure function of what is known about it.</summary>
public static class TriageRule
{
    /// <summary>The finding; its cause is null where the evidence does not tell.</summary>
    public static TriageFinding Decide(TriageInput input) => string.IsNullOrWhiteSpace(input.Correction)
        ? FlagRule.Decide(input)
        : CorrectionRule.Decide(input);
}
