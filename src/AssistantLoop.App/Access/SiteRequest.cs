using System.Text.RegularExpressions;
using AssistantLoop.App.Answers;
using AssistantLoop.Storage.Access;

namespace AssistantLoop.App.Access;

/// <summary>A site as a business asks for it.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="AllowedOrigins">The origins of its pages, such as https://shop.example.</param>
/// <param name="RequiresIdentity">Whether every visitor must come with a signed identity.</param>
/// <param name="Welcome">What the widget says first; null: as the business says.</param>
/// <param name="Suggestions">Questions that it offers; null: the business's.</param>
/// <param name="Language">Its language; null: the browser's.</param>
/// <param name="Theme">Names and values of its theme.</param>
/// <param name="HandOver">Whether visitors may ask for a person; null: yes.</param>
/// <param name="Satisfaction">Whether visitors are asked how satisfied they are; null: yes.</param>
public sealed partial record SiteRequest(
    string? Name,
    IReadOnlyList<string>? AllowedOrigins,
    bool? RequiresIdentity = null,
    string? Welcome = null,
    IReadOnlyList<string>? Suggestions = null,
    string? Language = null,
    IReadOnlyDictionary<string, string>? Theme = null,
    bool? HandOver = null,
    bool? Satisfaction = null)
{
    private const int MostName = 100;
    private const int MostText = 500;
    private const int MostItems = 20;

    /// <summary>The site, checked; origins in the form in which browsers send them.</summary>
    /// <exception cref="ChatProblemException">Something is not right; says what.</exception>
    public SiteDetails Checked() => new()
    {
        Name = Name?.Trim() is { Length: > 0 and <= MostName } name && !name.Any(char.IsControl)
            ? name
            : throw Bad($"name must have 1 to {MostName} characters"),
        AllowedOrigins = AllowedOrigins is { Count: > 0 and <= MostItems } origins
            ? [.. origins.Select(Origin).Distinct()]
            : throw Bad($"allowedOrigins must be 1 to {MostItems} origins, such as https://shop.example"),
        RequiresIdentity = RequiresIdentity ?? false,
        Welcome = Text(Welcome, "welcome"),
        Suggestions = Suggestions is null ? null
            : Suggestions.Count <= MostItems ? [.. Suggestions.Select(text => Text(text, "suggestions") ?? throw Bad("suggestions may not be empty"))]
            : throw Bad($"suggestions may be {MostItems} at most"),
        Language = Language is null || LanguageTag().IsMatch(Language)
            ? Language
            : throw Bad($"language must be a tag such as de or pt-BR; given: {Language}"),
        Theme = Theme is null ? new Dictionary<string, string>()
            : Theme.Count <= 50 && Theme.All(pair => ThemeName().IsMatch(pair.Key) && ThemeValue().IsMatch(pair.Value)) ? Theme
            : throw Bad("theme must be at most 50 names of lower-case letters, digits and hyphens with CSS values of 1 to 200 characters without ; { } < > \\"),
        HandOver = HandOver ?? true,
        Satisfaction = Satisfaction ?? true,
    };

    private static string Origin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            && address is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
            ? address.GetLeftPart(UriPartial.Authority).ToLowerInvariant()
            : throw Bad($"an origin is a scheme, a host and maybe a port, such as https://shop.example; given: {text}");

    private static string? Text(string? text, string key) => string.IsNullOrWhiteSpace(text) ? null
        : text.Length <= MostText ? text.Trim()
        : throw Bad($"{key} may have {MostText} characters; given: {text.Length}");

    private static ChatProblemException Bad(string why) => new("failed", why);

    [GeneratedRegex("^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$")]
    private static partial Regex LanguageTag();

    [GeneratedRegex("^[a-z][a-z0-9-]{0,40}$")]
    private static partial Regex ThemeName();

    [GeneratedRegex(@"^[^;{}<>\\\p{Cc}]{1,200}$")]
    private static partial Regex ThemeValue();
}
