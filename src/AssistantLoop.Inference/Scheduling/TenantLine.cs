namespace AssistantLoop.Inference.Scheduling;

/// <summary>The answers of one tenant that wait, and how much of the engine the tenant has had.</summary>
internal sealed class TenantLine
{
    /// <summary>Answers that wait, the one that came first at the head.</summary>
    public LinkedList<Answer> Waiting { get; } = new();

    /// <summary>Answers in a slot.</summary>
    public int Working { get; set; }

    /// <summary>Tokens the engine has read and written for the tenant, each divided by the answer's weight.</summary>
    public double Used { get; set; }
}
