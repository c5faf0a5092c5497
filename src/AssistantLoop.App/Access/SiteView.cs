using System.Net;
using System.Security.Cryptography;
using AssistantLoop.Storage.Access;

namespace AssistantLoop.App.Access;

/// <summary>A site, as its owner sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">Its public key.</param>
/// <param name="Name">What people call it.</param>
/// <param name="AllowedOrigins">The origins of its pages.</param>
/// <param name="RequiresIdentity">Whether every visitor must come with a signed identity.</param>
/// <param name="Welcome">What the widget says first; null: as the business says.</param>
/// <param name="Suggestions">Questions that it offers; null: the business's.</param>
/// <param name="Language">Its language; null: the browser's.</param>
/// <param name="Theme">Names and values of its theme.</param>
/// <param name="HandOver">Whether visitors may ask for a person.</param>
/// <param name="Satisfaction">Whether visitors are asked how satisfied they are.</param>
/// <param name="SecretGeneration">How many identity secrets it has had.</param>
/// <param name="PreviousSecretUntil">Until when the secret before is still taken.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="CreatedBy">Who added it.</param>
/// <param name="Disabled">Whether its key is turned off.</param>
/// <param name="Embed">What to put into its pages.</param>
public sealed record SiteView(
    Guid Id,
    string Key,
    string Name,
    IReadOnlyList<string> AllowedOrigins,
    bool RequiresIdentity,
    string? Welcome,
    IReadOnlyList<string>? Suggestions,
    string? Language,
    IReadOnlyDictionary<string, string> Theme,
    bool HandOver,
    bool Satisfaction,
    int SecretGeneration,
    DateTimeOffset? PreviousSecretUntil,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    bool Disabled,
    string Embed)
{
    /// <summary>The view of a site.</summary>
    /// <param name="site">The site.</param>
    /// <param name="server">The server's address, as pages reach it.</param>
    public static SiteView Of(Site site, string server) => new(
        site.Id, site.PublicKey, site.Name, site.Origins, site.RequiresIdentity, site.Welcome, site.Questions, site.Language,
        site.Theme, site.HandOver, site.Satisfaction, site.SecretGeneration, site.PreviousSecretUntil, site.CreatedAt, site.CreatedBy,
        site.DisabledAt is not null,
        $"<script src=\"{WebUtility.HtmlEncode(server)}/widget.js\" data-site=\"{site.PublicKey}\" async></script>");

    /// <summary>A new public key.</summary>
    public static string NewKey() => "site_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
}
