using System.Diagnostics.CodeAnalysis;

namespace TorchSharp;

/// <summary>
/// Owns the tensors made on its thread while it is the innermost scope, and disposes of them with itself.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private bool disposed;

    internal DisposeScope(DisposeScope? outer) => OuterScope = outer;

    internal DisposeScope? OuterScope { get; set; }

    internal HashSet<IDisposable> Disposables { get; private set; } = new(ReferenceEqualityComparer.Instance);

    public IReadOnlyList<IDisposable> DisposablesView
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return [.. Disposables];
        }
    }

    public int DisposablesCount
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return Disposables.Count;
        }
    }

    /// <summary>
    /// Hands a tensor to the enclosing scope; without one it belongs to nobody and must be disposed by hand.
    /// </summary>
    public T MoveToOuter<T>(T disposable)
        where T : IDisposable => MoveToOther(OuterScope, disposable);

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(OuterScope, disposables);

    public T MoveToOther<T>(DisposeScope? scope, T disposable)
        where T : IDisposable
    {
        MoveToOther(scope, (IEnumerable<IDisposable>)[disposable]);
        return disposable;
    }

    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        foreach (IDisposable disposable in disposables)
        {
            if (!Disposables.Remove(disposable)) continue;
            SetOwner(disposable, scope);
            scope?.Disposables.Add(disposable);
        }
    }

    /// <summary>Takes a tensor out of this scope, for its holder to dispose.</summary>
    public T Detach<T>(T disposable)
        where T : IDisposable => MoveToOther(null, disposable);

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables) => MoveToOther(null, disposables);

    /// <summary>Takes tensors into this scope, out of whatever scope they were in.</summary>
    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        List<IDisposable> all = [.. disposables];
        foreach (IDisposable disposable in all)
        {
            (disposable as torch.Tensor)?.OwningDisposeScope?.Disposables.Remove(disposable);
            SetOwner(disposable, this);
            Disposables.Add(disposable);
        }

        return all;
    }

    public void DisposeEverything() => DisposeEverythingBut([]);

    /// <summary>Disposes of all but <paramref name="inKeep"/>, which stay in this scope.</summary>
    [SuppressMessage("Naming", "CA1725", Justification = "The public package's name.")]
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        HashSet<IDisposable> before = Disposables;
        Disposables = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        foreach (IDisposable disposable in before)
            if (!Disposables.Contains(disposable)) disposable.Dispose();
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    public bool Contains(IDisposable disposable) => Disposables.Contains(disposable);

    /// <summary>Forgets a tensor that was disposed by hand.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        Disposables.Remove(disposable);
        SetOwner(disposable, null);
    }

    public void Dispose()
    {
        if (disposed) return;
        DisposeEverything();
        DisposeScopeManager.Remove(this);
        disposed = true;
    }

    internal void Replace(torch.Tensor original, torch.Tensor replacement)
    {
        if (!Disposables.Remove(original)) return;
        original.OwningDisposeScope = null;
        replacement.OwningDisposeScope = this;
        Disposables.Add(replacement);
    }

    private static void SetOwner(IDisposable disposable, DisposeScope? owner) =>
        (disposable as torch.Tensor
            ?? throw new InvalidOperationException("DisposeScope can only manage Tensor or PackedSequence"))
        .OwningDisposeScope = owner;
}

/// <summary>The stack of each thread's scopes.</summary>
internal static class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScope? current;

    public static DisposeScope? Current => current;

    public static DisposeScope NewDisposeScope() => current = new DisposeScope(current);

    public static DisposeScope? Register(torch.Tensor tensor)
    {
        current?.Disposables.Add(tensor);
        return current;
    }

    public static void Remove(DisposeScope scope)
    {
        if (ReferenceEquals(current, scope))
        {
            current = scope.OuterScope;
            return;
        }

        for (DisposeScope? inner = current; inner is not null; inner = inner.OuterScope)
        {
            if (!ReferenceEquals(inner.OuterScope, scope)) continue;
            inner.OuterScope = scope.OuterScope;
            return;
        }
    }
}
