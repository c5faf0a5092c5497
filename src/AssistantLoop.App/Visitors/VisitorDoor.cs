using System.Security.Claims;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Security;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Access;
using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.App.Visitors;

/// <summary>
/// Says who a visitor is and which conversation they come back to. One whose identity the business signed is "user:" and its
/// subject, on every device; any other is what the page made up, and can claim no such id. A conversation opens for who
/// began it alone, so that a page's id is as secret as a password; one that was begun over plain HTTP, for who knows its id.
/// </summary>
public sealed class VisitorDoor(
    SiteStore sites, VisitorTalks talks, ConversationStore conversations, ServerSecret secret, BusinessProfile profile, TimeProvider time)
{
    private const int MostIdLength = 64;

    /// <summary>The stored id of a visitor, and who they proved to be.</summary>
    /// <exception cref="ChatProblemException">The id or the identity is not taken, or the site requires an identity.</exception>
    public async Task<(string Visitor, VisitorIdentity? Proven)> WhoAsync(
        ClaimsPrincipal? caller, string? visitorId, string? identity, CancellationToken cancellationToken)
    {
        Site? site = caller?.Site is { } siteId ? await sites.RequireAsync(profile.Tenant, siteId, cancellationToken) : null;
        if (!string.IsNullOrEmpty(identity))
        {
            VisitorIdentity proven = site is null
                ? throw new ChatProblemException("identity_invalid", "An identity is signed for a site; connect with the site's key.")
                : IdentityToken.Read(identity, Secrets(site), time.GetUtcNow());
            return (VisitorId.OfProven(proven.Subject), proven);
        }

        if (site?.RequiresIdentity == true)
        {
            throw new ChatProblemException("identity_required", "This chat is for signed-in visitors. Please sign in first.");
        }

        return visitorId is { Length: > 0 and <= MostIdLength }
            ? (VisitorId.Of(visitorId), null)
            : throw new ChatProblemException("failed", $"visitorId must have 1 to {MostIdLength} characters.");
    }

    /// <summary>The conversation of an id, or else the newest of a visitor who proved who they are; null for a new one.</summary>
    /// <param name="conversationId">The conversation that the page knows; null or unknown for none.</param>
    /// <param name="visitor">The visitor's stored id.</param>
    /// <param name="visitorId">The page's own id of them: one who signs in goes on with what they began before.</param>
    /// <param name="proven">Who they proved to be; null for nobody.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task<Conversation?> FindAsync(
        string? conversationId, string visitor, string? visitorId, VisitorIdentity? proven, CancellationToken cancellationToken)
    {
        Conversation? known = Guid.TryParse(conversationId, out Guid id)
            ? await conversations.FindAsync(profile.Tenant, id, cancellationToken)
            : null;
        bool opens = known is not null
            && (known.Visitor == visitor || known.Visitor == VisitorId.Api || known.Visitor == VisitorId.Of(visitorId ?? ""));
        return opens ? known
            : proven is not null ? await talks.NewestAsync(profile.Tenant, visitor, cancellationToken)
            : null;
    }

    private IReadOnlyList<string> Secrets(Site site) => site.PreviousSecretUntil > time.GetUtcNow()
        ? [secret.ForSite(site.Tenant, site.Id, site.SecretGeneration), secret.ForSite(site.Tenant, site.Id, site.SecretGeneration - 1)]
        : [secret.ForSite(site.Tenant, site.Id, site.SecretGeneration)];
}
