namespace AssistantLoop.Inference.Adapters;

/// <summary>The adapters that requests may name. Past the limit the one idle longest is forgotten; answers that use it
/// keep it until they end. Thread-safe.</summary>
internal sealed class AdapterShelf(int limit)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LoadedAdapter> _adapters = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _byUse = new();

    /// <summary>True if the adapter is held.</summary>
    public bool Contains(string id)
    {
        lock (_lock)
        {
            return _adapters.ContainsKey(id);
        }
    }

    /// <summary>Adds an adapter, in place of the one that had its id.</summary>
    public void Put(string id, LoadedAdapter adapter)
    {
        lock (_lock)
        {
            _adapters[id] = adapter;
            Touch(id);
            if (_adapters.Count > limit)
            {
                _adapters.Remove(_byUse.First!.Value);
                _byUse.RemoveFirst();
            }
        }
    }

    /// <summary>The adapter for a new answer.</summary>
    /// <exception cref="UnknownAdapterException">It is not held.</exception>
    public LoadedAdapter Take(string id)
    {
        lock (_lock)
        {
            if (!_adapters.TryGetValue(id, out LoadedAdapter? adapter))
            {
                throw new UnknownAdapterException(id);
            }

            Touch(id);
            return adapter;
        }
    }

    /// <summary>Forgets an adapter, if it is held.</summary>
    public void Remove(string id)
    {
        lock (_lock)
        {
            _adapters.Remove(id);
            _byUse.Remove(id);
        }
    }

    private void Touch(string id)
    {
        _byUse.Remove(id);
        _byUse.AddLast(id);
    }
}
