namespace AssistantLoop.App.Security;

/// <summary>What a credential may do, and what each role may where nothing else is said.</summary>
public static class Scopes
{
    /// <summary>Ask the assistant.</summary>
    public const string Chat = "chat";

    /// <summary>Read everything of the business but keys, audit and visitors' exports.</summary>
    public const string Read = "read";

    /// <summary>Rate, flag and correct answers, and compare them.</summary>
    public const string Feedback = "feedback";

    /// <summary>Work the queue: assign, dismiss, decide on feedback.</summary>
    public const string Review = "review";

    /// <summary>Train, promote, roll back, experiment, import samples.</summary>
    public const string Learning = "learning";

    /// <summary>Change documents, styles, glossary and rules.</summary>
    public const string Content = "content";

    /// <summary>Keys, sites and their secrets.</summary>
    public const string Keys = "keys";

    /// <summary>Limits, retention, prices and webhooks.</summary>
    public const string Settings = "settings";

    /// <summary>Read and check the audit log.</summary>
    public const string Audit = "audit";

    /// <summary>Export and erase visitors.</summary>
    public const string Erase = "erase";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Chat, Read, Feedback, Review, Learning, Content, Keys, Settings, Audit, Erase];

    /// <summary>The roles, each above the one before.</summary>
    public static IReadOnlyList<string> Roles { get; } = [Visitor, Agent, Operator, Owner];

    /// <summary>A visitor of an embedding page; never the role of an API key.</summary>
    public const string Visitor = "visitor";

    /// <summary>Who answers for the business.</summary>
    public const string Agent = "agent";

    /// <summary>Who runs the machine.</summary>
    public const string Operator = "operator";

    /// <summary>Who decides for the business.</summary>
    public const string Owner = "owner";

    /// <summary>What a role may where a key does not say.</summary>
    public static IReadOnlyList<string> Of(string role) => role switch
    {
        Owner => All,
        Operator => [Chat, Read, Content, Keys, Settings, Audit],
        Agent => [Chat, Read, Feedback, Review],
        _ => [Chat],
    };

    /// <summary>Where a role stands: 0 for the lowest, -1 for none.</summary>
    public static int RankOf(string role) => ((List<string>)[.. Roles]).IndexOf(role);
}
