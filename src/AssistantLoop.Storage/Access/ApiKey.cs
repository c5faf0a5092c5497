namespace AssistantLoop.Storage.Access;

/// <summary>A key that programs and people ask with. The key itself is not stored.</summary>
public sealed record ApiKey
{
    public required string Tenant { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Who uses it: the actor of the audit log. A rotated key and the one in its place share it.</summary>
    public required string Name { get; init; }

    /// <summary>visitor, agent, operator or owner.</summary>
    public required string Role { get; init; }

    /// <summary>What it may do, words with spaces between.</summary>
    public required string Scopes { get; init; }

    /// <summary>How the key begins, for people to know it by.</summary>
    public required string Prefix { get; init; }

    /// <summary>SHA-256 of the whole key, lower-case hex.</summary>
    public required string KeyHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>When it stops working; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When it was last used, to the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The key that this one took the place of.</summary>
    public Guid? RotatedFrom { get; init; }

    /// <summary>Whether it works at a time.</summary>
    public bool WorksAt(DateTimeOffset time) => RevokedAt is null && (ExpiresAt is null || ExpiresAt > time);
}

/// <summary>A key to be added.</summary>
/// <param name="Name">Who uses it.</param>
/// <param name="Role">visitor, agent, operator or owner.</param>
/// <param name="Scopes">What it may do, words with spaces between.</param>
/// <param name="Prefix">How the key begins.</param>
/// <param name="KeyHash">SHA-256 of the whole key, lower-case hex.</param>
/// <param name="ExpiresAt">When it stops working; null: never.</param>
public sealed record NewApiKey(
    string Name, string Role, string Scopes, string Prefix, string KeyHash, DateTimeOffset? ExpiresAt);
