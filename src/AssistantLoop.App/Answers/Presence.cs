namespace AssistantLoop.App.Answers;

/// <summary>How many pages of each conversation are connected to this process. Thread-safe; as large as there are pages.</summary>
public sealed class Presence
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, int> _pages = [];

    /// <summary>How many pages a conversation has here.</summary>
    public int PagesOf(Guid conversationId)
    {
        lock (_lock)
        {
            return _pages.GetValueOrDefault(conversationId);
        }
    }

    /// <summary>A page came.</summary>
    public void Enter(Guid conversationId)
    {
        lock (_lock)
        {
            _pages[conversationId] = _pages.GetValueOrDefault(conversationId) + 1;
        }
    }

    /// <summary>A page that came is gone.</summary>
    public void Leave(Guid conversationId)
    {
        lock (_lock)
        {
            if (_pages.GetValueOrDefault(conversationId) is > 1 and int pages)
            {
                _pages[conversationId] = pages - 1;
            }
            else
            {
                _pages.Remove(conversationId);
            }
        }
    }
}
