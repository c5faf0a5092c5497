namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>Leases of all the values that one run reads or writes.</summary>
internal sealed class ValueLeases : IDisposable
{
    private readonly OrtValueHandle[] _handles;
    private int _taken;

    internal ValueLeases(IEnumerable<OrtValue> values)
    {
        _handles = [.. values.Select(value => value.Handle)];
        Pointers = new nint[_handles.Length];
        try
        {
            for (; _taken < _handles.Length; _taken++)
            {
                bool added = false;
                _handles[_taken].DangerousAddRef(ref added);
                Pointers[_taken] = _handles[_taken].DangerousGetHandle();
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal nint[] Pointers { get; }

    public void Dispose()
    {
        while (_taken > 0)
        {
            _handles[--_taken].DangerousRelease();
        }
    }
}
