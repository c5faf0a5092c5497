using AssistantLoop.App.Answers;
using AssistantLoop.App.Settings;

namespace AssistantLoop.App.Hubs;

/// <summary>Counts the visitors' connections of this process: in all, of each business and of each visitor. Thread-safe.</summary>
public sealed class ConnectionLimits(AppSettings settings)
{
    /// <summary>The most pages that a visitor may have open.</summary>
    public const int MostOfVisitor = 16;

    private const int RetrySeconds = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Tenant, string Visitor), int> _counts = [];

    /// <summary>A connection of a business came.</summary>
    /// <exception cref="ChatProblemException">There are as many as there may be.</exception>
    public void Enter(string tenant)
    {
        lock (_lock)
        {
            Count(("", ""), settings.MaxConnections, "This server has as many visitors as it can take.");
            try
            {
                Count((tenant, ""), settings.MaxSiteConnections, "This site has as many visitors as it can take.");
            }
            catch
            {
                Release(("", ""));
                throw;
            }
        }
    }

    /// <summary>A connection that came says whose it is.</summary>
    /// <exception cref="ChatProblemException">The visitor has as many as they may.</exception>
    public void Enter(string tenant, string visitor)
    {
        lock (_lock)
        {
            Count((tenant, visitor), MostOfVisitor, $"You have {MostOfVisitor} pages open here. Close one of them.");
        }
    }

    /// <summary>A connection of a business is gone.</summary>
    public void Leave(string tenant)
    {
        lock (_lock)
        {
            Release(("", ""));
            Release((tenant, ""));
        }
    }

    /// <summary>A connection is a visitor's no more.</summary>
    public void Leave(string tenant, string visitor)
    {
        lock (_lock)
        {
            Release((tenant, visitor));
        }
    }

    private void Count((string Tenant, string Visitor) key, int most, string detail)
    {
        int count = _counts.GetValueOrDefault(key);
        _counts[key] = count < most ? count + 1 : throw new ChatProblemException("busy", $"{detail} Please try again later.", RetrySeconds);
    }

    private void Release((string Tenant, string Visitor) key)
    {
        if (_counts.GetValueOrDefault(key) is > 1 and int count)
        {
            _counts[key] = count - 1;
        }
        else
        {
            _counts.Remove(key);
        }
    }
}
