namespace AssistantLoop.App.Answers;

/// <summary>How a visitor's own id, as a page sends it, is stored.</summary>
public static class VisitorId
{
    /// <summary>Whoever asks over plain HTTP.</summary>
    public const string Api = "api";

    private const string Prefix = "visitor:";
    private const string Proven = "user:";

    /// <summary>The stored id of a page's visitor.</summary>
    public static string Of(string id) => Prefix + id;

    /// <summary>The stored id of a visitor whose identity the business signed.</summary>
    public static string OfProven(string subject) => Proven + subject;

    /// <summary>Whether a stored id is one of those, which only its owner may use.</summary>
    public static bool IsProven(string stored) => stored.StartsWith(Proven, StringComparison.Ordinal);

    /// <summary>The stored id of what a person names: the page's id or the stored one ("api" for all that came over plain HTTP).</summary>
    public static string OfNamed(string name) =>
        name is Api || IsProven(name) || name.StartsWith(Prefix, StringComparison.Ordinal) ? name : Of(name);
}
