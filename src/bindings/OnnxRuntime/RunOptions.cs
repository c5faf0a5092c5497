using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Options of runs. One object may serve several runs at once.</summary>
public class RunOptions : SafeHandle
{
    private string _logId = "";
    private bool _terminate;

    public RunOptions()
        : base(0, ownsHandle: true) => SetHandle(OrtApi.CreateRunOptions());

    public override bool IsInvalid => handle == 0;

    /// <summary>Names the run in log lines. Default: empty.</summary>
    public string LogId
    {
        get => _logId;
        set
        {
            using var lease = new HandleLease(this);
            OrtApi.SetRunTag(lease.Pointer, value);
            _logId = OrtApi.GetRunTag(lease.Pointer);
        }
    }

    /// <summary>
    /// Set to true, from any thread, all runs with these options end soon with <see cref="OnnxRuntimeException"/>,
    /// and no further one starts until it is false again.
    /// </summary>
    public bool Terminate
    {
        get => _terminate;
        set
        {
            using var lease = new HandleLease(this);
            OrtApi.SetTerminate(lease.Pointer, value);
            _terminate = value;
        }
    }

    /// <summary>Sets a configuration entry; a key given twice keeps the last value.</summary>
    public void AddRunConfigEntry(string configKey, string configValue)
    {
        using var lease = new HandleLease(this);
        OrtApi.AddRunConfigEntry(lease.Pointer, configKey, configValue);
    }

    protected override bool ReleaseHandle()
    {
        OrtApi.ReleaseRunOptions(handle);
        return true;
    }
}
