namespace AssistantLoop.App.Answers;

/// <summary>How a visitor's own id, as a page sends it, is stored.</summary>
public static class VisitorId
{
    private const string Prefix = "visitor:";

    /// <summary>The stored id of a page's visitor.</summary>
    public static string Of(string id) => Prefix + id;

    /// <summary>The stored id of what a person names: the page's id or the stored one ("api" for all that came over plain HTTP).</summary>
    public static string OfNamed(string name) =>
        name == "api" || name.StartsWith(Prefix, StringComparison.Ordinal) ? name : Of(name);
}
