namespace AssistantLoop.Storage.Feedback;

/// <summary>
/// How the ratings of those who work for the business are told from visitors', which lie in the same column: the first
/// owner's key rates as "agent", every other as "agent:" and its name. No visitor's id begins so.
/// </summary>
public static class AgentAuthor
{
    /// <summary>The name of the first owner's key.</summary>
    public const string First = "agent";

    private const string Prefix = "agent:";

    /// <summary>The author of a key's ratings.</summary>
    public static string Of(string name) => name == First ? First : Prefix + name;

    /// <summary>The key's name of such an author.</summary>
    public static string NameOf(string author) => author == First ? First : author[Prefix.Length..];

    /// <summary>Whether an author works for the business.</summary>
    public static bool Is(string author) => author == First || author.StartsWith(Prefix, StringComparison.Ordinal);
}
