using System.Text.Json;

namespace AssistantLoop.Storage.Access;

/// <summary>A page, or several, that embed the chat with one public key.</summary>
public sealed record Site
{
    public required string Tenant { get; init; }

    public required Guid Id { get; init; }

    /// <summary>The key in the page's script tag; anyone may read it.</summary>
    public required string PublicKey { get; init; }

    public required string Name { get; init; }

    /// <summary>A JSON array of the origins that may use the key.</summary>
    public required string AllowedOrigins { get; init; }

    /// <summary>Whether every visitor must come with a signed identity.</summary>
    public required bool RequiresIdentity { get; init; }

    /// <summary>What the widget says first; null: as the business says.</summary>
    public string? Welcome { get; init; }

    /// <summary>A JSON array of questions that the widget offers; null: the business's.</summary>
    public string? Suggestions { get; init; }

    /// <summary>The widget's language, such as "de"; null: the browser's.</summary>
    public string? Language { get; init; }

    /// <summary>Names and values of the widget's theme.</summary>
    public required IReadOnlyDictionary<string, string> Theme { get; init; }

    /// <summary>Whether visitors may ask for a person.</summary>
    public required bool HandOver { get; init; }

    /// <summary>Whether visitors are asked how satisfied they are.</summary>
    public required bool Satisfaction { get; init; }

    /// <summary>Which of the secrets derived for the site signs identities now.</summary>
    public required int SecretGeneration { get; init; }

    /// <summary>Until when the secret before that one is still taken.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>The origins that may use the key.</summary>
    public IReadOnlyList<string> Origins => JsonSerializer.Deserialize<string[]>(AllowedOrigins)!;

    /// <summary>The questions that the widget offers; null: the business's.</summary>
    public IReadOnlyList<string>? Questions => Suggestions is null ? null : JsonSerializer.Deserialize<string[]>(Suggestions);
}

/// <summary>What a business says of a site.</summary>
public sealed record SiteDetails
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> AllowedOrigins { get; init; }

    public bool RequiresIdentity { get; init; }

    public string? Welcome { get; init; }

    public IReadOnlyList<string>? Suggestions { get; init; }

    public string? Language { get; init; }

    public IReadOnlyDictionary<string, string> Theme { get; init; } = new Dictionary<string, string>();

    public bool HandOver { get; init; } = true;

    public bool Satisfaction { get; init; } = true;
}
