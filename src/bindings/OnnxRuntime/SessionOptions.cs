using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Options of a session; a session copies them when it is made.</summary>
public class SessionOptions : SafeHandle
{
    private int _intraOpNumThreads;
    private int _interOpNumThreads;

    public SessionOptions()
        : base(0, ownsHandle: true) => SetHandle(OrtApi.Create(OrtApi.CreateSessionOptions));

    public override bool IsInvalid => handle == 0;

    /// <summary>Threads within a node; 0, the default, leaves the choice to ONNX Runtime.</summary>
    public int IntraOpNumThreads
    {
        get => _intraOpNumThreads;
        set => Set(OrtApi.SetIntraOpNumThreads, _intraOpNumThreads = value);
    }

    /// <summary>Threads across nodes, for parallel execution only; 0 is the default.</summary>
    public int InterOpNumThreads
    {
        get => _interOpNumThreads;
        set => Set(OrtApi.SetInterOpNumThreads, _interOpNumThreads = value);
    }

    /// <summary>Sets an option that has a name only.</summary>
    public unsafe void AddSessionConfigEntry(string configKey, string configValue)
    {
        fixed (byte* key = Encoding.UTF8.GetBytes(configKey + '\0'), value = Encoding.UTF8.GetBytes(configValue + '\0'))
        {
            OrtApi.Check(((delegate* unmanaged<nint, byte*, byte*, nint>)OrtApi.Get(OrtApi.AddSessionConfigEntry))(
                handle, key, value));
        }
    }

    protected override bool ReleaseHandle()
    {
        OrtApi.Release(OrtApi.ReleaseSessionOptions, handle);
        return true;
    }

    private unsafe void Set(int function, int value) =>
        OrtApi.Check(((delegate* unmanaged<nint, int, nint>)OrtApi.Get(function))(handle, value));
}
