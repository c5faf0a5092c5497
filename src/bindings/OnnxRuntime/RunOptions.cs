using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Options of one run.</summary>
public class RunOptions : SafeHandle
{
    private bool _terminate;

    public RunOptions()
        : base(0, ownsHandle: true) => SetHandle(OrtApi.Create(OrtApi.CreateRunOptions));

    public override bool IsInvalid => handle == 0;

    /// <summary>True ends the runs that use these options with an error, as soon as they can.</summary>
    public unsafe bool Terminate
    {
        get => _terminate;
        set
        {
            int function = value ? OrtApi.SetTerminate : OrtApi.UnsetTerminate;
            OrtApi.Check(((delegate* unmanaged<nint, nint>)OrtApi.Get(function))(handle));
            _terminate = value;
        }
    }

    protected override bool ReleaseHandle()
    {
        OrtApi.Release(OrtApi.ReleaseRunOptions, handle);
        return true;
    }
}
