using AssistantLoop.App.Business;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Content;
using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.App.Answers;

/// <summary>What the business has its visitors told, in the language that they began a conversation in.</summary>
public sealed class VisitorWording(ConversationStore conversations, ContentCache contents, BusinessProfile profile)
{
    /// <summary>The wording of a name of <see cref="Fallbacks"/>; null where the business does not word it itself.</summary>
    public async Task<string?> FindAsync(string name, Guid conversationId, CancellationToken cancellationToken)
    {
        Fallbacks fallbacks = (await contents.CurrentAsync(cancellationToken)).Fallbacks;
        return fallbacks.Has(name)
            ? fallbacks.Of(name, (await conversations.FindAsync(profile.Tenant, conversationId, cancellationToken))?.Language)
            : null;
    }
}
