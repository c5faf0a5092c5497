using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Inputs and outputs of a session bound to memory, for any number of runs.</summary>
public class OrtIoBinding : SafeHandle
{
    internal unsafe OrtIoBinding(SafeHandle session)
        : base(0, ownsHandle: true)
    {
        nint binding;
        OrtApi.Check(((delegate* unmanaged<nint, nint*, nint>)OrtApi.Get(OrtApi.CreateIoBinding))(
            session.DangerousGetHandle(), &binding));
        GC.KeepAlive(session);
        SetHandle(binding);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Binds an input.</summary>
    public void BindInput(string name, OrtValue ortValue) => Bind(OrtApi.BindInput, name, ortValue);

    /// <summary>Binds an output to memory of its exact size.</summary>
    public void BindOutput(string name, OrtValue ortValue) => Bind(OrtApi.BindOutput, name, ortValue);

    protected override bool ReleaseHandle()
    {
        OrtApi.Release(OrtApi.ReleaseIoBinding, handle);
        return true;
    }

    private unsafe void Bind(int function, string name, OrtValue ortValue)
    {
        ArgumentNullException.ThrowIfNull(ortValue);
        bool added = false;
        SafeHandle value = ortValue.SafeHandle;
        try
        {
            value.DangerousAddRef(ref added);
            fixed (byte* utf8 = Encoding.UTF8.GetBytes(name + '\0'))
            {
                OrtApi.Check(((delegate* unmanaged<nint, byte*, nint, nint>)OrtApi.Get(function))(
                    handle, utf8, value.DangerousGetHandle()));
            }
        }
        finally
        {
            if (added)
            {
                value.DangerousRelease();
            }
        }
    }
}
