namespace AssistantLoop.App.Cli.Doctor;

/// <summary>One thing that the doctor looked at.</summary>
/// <param name="Subject">What was looked at.</param>
/// <param name="State">ok, warning or missing.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Advice">What to do; null where nothing need be done.</param>
internal sealed record Finding(string Subject, string State, string Detail, string? Advice = null)
{
    /// <summary>All is well.</summary>
    public static Finding Ok(string subject, string detail) => new(subject, "ok", detail);

    /// <summary>It works, and could be better.</summary>
    public static Finding Warning(string subject, string detail, string advice) => new(subject, "warning", detail, advice);

    /// <summary>It does not work.</summary>
    public static Finding Missing(string subject, string detail, string advice) => new(subject, "missing", detail, advice);
}
