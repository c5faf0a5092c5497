using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>
/// Inputs and outputs bound to memory once, for many runs. A bound value may be disposed: its memory lives
/// until the name is bound again, the bindings are cleared, or this object is disposed. Not safe for use by several threads at once.
/// </summary>
public class OrtIoBinding : SafeHandle
{
    private readonly SessionHandle _session;
    private readonly Dictionary<string, OrtValueHandle> _inputs = [];
    private readonly Dictionary<string, OrtValueHandle> _outputs = [];

    internal OrtIoBinding(SessionHandle session)
        : base(0, ownsHandle: true)
    {
        using var lease = new HandleLease(session);
        SetHandle(OrtApi.CreateIoBinding(lease.Pointer));
        bool added = false;
        session.DangerousAddRef(ref added);
        _session = session;
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Reads the input from the value's memory in every run to come.</summary>
    public void BindInput(string name, OrtValue ortValue) => Bind(_inputs, name, ortValue, OrtApi.BindInput);

    /// <summary>Writes the output into the value's memory in every run to come; it may be the memory of an input.</summary>
    public void BindOutput(string name, OrtValue ortValue) => Bind(_outputs, name, ortValue, OrtApi.BindOutput);

    /// <summary>Lets ONNX Runtime allocate the output on that device.</summary>
    public void BindOutputToDevice(string name, OrtMemoryInfo memInfo)
    {
        using var lease = new HandleLease(this);
        using var info = new HandleLease(memInfo);
        OrtApi.BindOutputToDevice(lease.Pointer, name, info.Pointer);
        if (_outputs.Remove(name, out OrtValueHandle? replaced))
        {
            replaced.DangerousRelease();
        }
    }

    /// <summary>Waits until the inputs are on their device.</summary>
    public void SynchronizeBoundInputs()
    {
        using var lease = new HandleLease(this);
        OrtApi.SynchronizeBoundInputs(lease.Pointer);
    }

    /// <summary>Waits until the device has written the outputs.</summary>
    public void SynchronizeBoundOutputs()
    {
        using var lease = new HandleLease(this);
        OrtApi.SynchronizeBoundOutputs(lease.Pointer);
    }

    /// <summary>The values of the outputs after a run, in the order in which they were bound.</summary>
    public IDisposableReadOnlyCollection<OrtValue> GetOutputValues()
    {
        using var lease = new HandleLease(this);
        return OrtValue.TakeAll(OrtApi.GetBoundOutputValues(lease.Pointer));
    }

    public void ClearBoundInputs()
    {
        using var lease = new HandleLease(this);
        OrtApi.ClearBoundInputs(lease.Pointer);
        ReleaseValues(_inputs);
    }

    public void ClearBoundOutputs()
    {
        using var lease = new HandleLease(this);
        OrtApi.ClearBoundOutputs(lease.Pointer);
        ReleaseValues(_outputs);
    }

    protected override bool ReleaseHandle()
    {
        OrtApi.ReleaseIoBinding(handle);
        ReleaseValues(_inputs);
        ReleaseValues(_outputs);
        _session.DangerousRelease();
        return true;
    }

    private void Bind(Dictionary<string, OrtValueHandle> bound, string name, OrtValue value, Action<nint, string, nint> bind)
    {
        using var lease = new HandleLease(this);
        OrtValueHandle source = value.Handle;
        using var native = new HandleLease(source);
        bind(lease.Pointer, name, native.Pointer);
        bool added = false;
        source.DangerousAddRef(ref added);
        if (bound.Remove(name, out OrtValueHandle? replaced))
        {
            replaced.DangerousRelease();
        }

        bound[name] = source;
    }

    private static void ReleaseValues(Dictionary<string, OrtValueHandle> bound)
    {
        foreach (OrtValueHandle value in bound.Values)
        {
            value.DangerousRelease();
        }

        bound.Clear();
    }
}
