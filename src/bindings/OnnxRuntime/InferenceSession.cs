using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>A model, loaded. Runs of one session may overlap.</summary>
public class InferenceSession : IDisposable
{
    private readonly SessionHandle _handle;

    /// <summary>Loads a model with external data beside it.</summary>
    public unsafe InferenceSession(string modelPath, SessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        nint session;
        // On Linux a path is bytes.
        fixed (byte* path = Encoding.UTF8.GetBytes(modelPath + '\0'))
        {
            OrtApi.Check(((delegate* unmanaged<nint, byte*, nint, nint*, nint>)OrtApi.Get(OrtApi.CreateSession))(
                Environment.Handle, path, options.DangerousGetHandle(), &session));
        }

        GC.KeepAlive(options);
        _handle = new SessionHandle(session);
    }

    /// <summary>A new binding without inputs and outputs.</summary>
    public OrtIoBinding CreateIoBinding()
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        return new OrtIoBinding(_handle);
    }

    /// <summary>Runs the model on what is bound.</summary>
    public unsafe void RunWithBinding(RunOptions runOptions, OrtIoBinding ioBinding)
    {
        ArgumentNullException.ThrowIfNull(runOptions);
        ArgumentNullException.ThrowIfNull(ioBinding);
        SafeHandle[] used = [_handle, runOptions, ioBinding];
        int held = 0;
        try
        {
            foreach (SafeHandle handle in used)
            {
                bool added = false;
                handle.DangerousAddRef(ref added);
                held++;
            }

            OrtApi.Check(((delegate* unmanaged<nint, nint, nint, nint>)OrtApi.Get(OrtApi.RunWithBinding))(
                _handle.DangerousGetHandle(), runOptions.DangerousGetHandle(), ioBinding.DangerousGetHandle()));
        }
        finally
        {
            for (int i = 0; i < held; i++)
            {
                used[i].DangerousRelease();
            }
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _handle.Dispose();
        }
    }

    private sealed class SessionHandle : SafeHandle
    {
        public SessionHandle(nint session)
            : base(0, ownsHandle: true) => SetHandle(session);

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            OrtApi.Release(OrtApi.ReleaseSession, handle);
            return true;
        }
    }

    // One for the process, never released, as the public package does.
    private static class Environment
    {
        public static readonly nint Handle = Create();

        private static unsafe nint Create()
        {
            const int Warning = 2;
            nint environment;
            fixed (byte* name = "AssistantLoop\0"u8)
            {
                OrtApi.Check(((delegate* unmanaged<int, byte*, nint*, nint>)OrtApi.Get(OrtApi.CreateEnv))(
                    Warning, name, &environment));
            }

            return environment;
        }
    }
}
