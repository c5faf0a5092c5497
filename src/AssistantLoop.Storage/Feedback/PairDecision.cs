namespace AssistantLoop.Storage.Feedback;

/// <summary>What an agent decided about one piece of feedback; it can be changed and taken back at any time.</summary>
public enum PairDecision
{
    /// <summary>Nobody has looked at it.</summary>
    None,

    /// <summary>An agent stands behind it: an anonymous rating counts, one in quarantine is let out.</summary>
    Confirmed,

    /// <summary>An agent took it out of training.</summary>
    Excluded,
}
