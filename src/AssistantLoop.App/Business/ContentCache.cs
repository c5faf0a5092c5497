using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Content;
using AssistantLoop.Chat.Files;
using AssistantLoop.Storage.Business;

namespace AssistantLoop.App.Business;

/// <summary>
/// The business's content as it is now: its files, with what was edited in their place. Read at every turn; whether another
/// process saved something is looked at once a second at most.
/// </summary>
public sealed partial class ContentCache(BusinessContentStore store, BusinessProfile profile, TimeProvider time, ILogger<ContentCache> logger)
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(1);

    private volatile Held? _held;

    /// <summary>The content.</summary>
    public async ValueTask<BusinessContent> CurrentAsync(CancellationToken cancellationToken)
    {
        Held? held = _held;
        if (held is not null && time.GetElapsedTime(held.At) < s_fresh)
        {
            return held.Content;
        }

        // The time and the count first: what is saved while the rest is read is read at the next look.
        long now = time.GetTimestamp();
        int count = await store.CountAsync(profile.Tenant, cancellationToken);
        BusinessContent content = held is not null && held.Count == count ? held.Content : await ReadAsync(cancellationToken);
        _held = new(content, count, now);
        return content;
    }

    /// <summary>To be called after a save.</summary>
    public void Forget() => _held = null;

    private async Task<BusinessContent> ReadAsync(CancellationToken cancellationToken)
    {
        BusinessContent content = profile.Content;
        foreach (ContentRevision edited in await store.CurrentAsync(profile.Tenant, cancellationToken))
        {
            if (!ContentReader.Kinds.Contains(edited.Kind))
            {
                continue;
            }

            try
            {
                content = ContentReader.With(content, edited.Kind, edited.Yaml, edited.Kind);
            }
            catch (ContentFileException error)
            {
                // It was checked when it was saved; a program that reads it otherwise must still answer.
                LogUnread(edited.Kind, edited.Revision, error.Message);
            }
        }

        return content;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Revision {Revision} of {Kind} cannot be read and is passed over: {Problem}")]
    private partial void LogUnread(string kind, int revision, string problem);

    private sealed record Held(BusinessContent Content, int Count, long At);
}
