using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>
/// How a session loads and runs its graph. A session copies the options, so they may be disposed or changed after it is made.
/// Threads wait for work spinning, which costs processor time while nothing runs; the entry
/// <c>session.intra_op.allow_spinning = 0</c> makes them sleep instead.
/// </summary>
public class SessionOptions : SafeHandle
{
    private bool _enableMemoryPattern = true;
    private bool _enableCpuMemArena = true;
    private bool _enableProfiling;
    private string _profileOutputPathPrefix = "onnxruntime_profile_";
    private string _logId = "";
    private OrtLoggingLevel _logSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING;
    private int _intraOpNumThreads;
    private int _interOpNumThreads;
    private GraphOptimizationLevel _graphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL;
    private ExecutionMode _executionMode = ExecutionMode.ORT_SEQUENTIAL;

    public SessionOptions()
        : base(0, ownsHandle: true)
    {
        OrtEnv.Instance();
        SetHandle(OrtApi.CreateSessionOptions());
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Plan memory from the first run's sizes for the next ones. Default: true.</summary>
    public bool EnableMemoryPattern
    {
        get => _enableMemoryPattern;
        set => _enableMemoryPattern = Set(value, OrtApi.SetMemoryPattern);
    }

    /// <summary>Allocate CPU memory from an arena, which keeps what it once took. Default: true.</summary>
    public bool EnableCpuMemArena
    {
        get => _enableCpuMemArena;
        set => _enableCpuMemArena = Set(value, OrtApi.SetCpuMemArena);
    }

    /// <summary>Where a profile is written: the path's beginning, to which time and <c>.json</c> are added. Set it before
    /// <see cref="EnableProfiling"/>.</summary>
    public string ProfileOutputPathPrefix
    {
        get => _profileOutputPathPrefix;
        set => _profileOutputPathPrefix = value;
    }

    /// <summary>Measure every node of every run; the file is whole when the session is disposed. Default: false.</summary>
    public bool EnableProfiling
    {
        get => _enableProfiling;
        set => _enableProfiling = Set(value, (options, on) => OrtApi.SetProfiling(options, on ? _profileOutputPathPrefix : null));
    }

    /// <summary>Names the session in log lines. Default: empty.</summary>
    public string LogId
    {
        get => _logId;
        set => _logId = Set(value, OrtApi.SetSessionLogId);
    }

    /// <summary>The least severe level that the session logs. Default: warning.</summary>
    public OrtLoggingLevel LogSeverityLevel
    {
        get => _logSeverityLevel;
        set => _logSeverityLevel = (OrtLoggingLevel)Set((int)value, OrtApi.SetSessionLogSeverityLevel);
    }

    /// <summary>Threads within one node, the calling thread included; 0 (default) takes one per physical core.</summary>
    public int IntraOpNumThreads
    {
        get => _intraOpNumThreads;
        set => _intraOpNumThreads = Set(value, OrtApi.SetIntraOpNumThreads);
    }

    /// <summary>Threads across nodes; without effect in sequential mode. Default: 0, ONNX Runtime chooses.</summary>
    public int InterOpNumThreads
    {
        get => _interOpNumThreads;
        set => _interOpNumThreads = Set(value, OrtApi.SetInterOpNumThreads);
    }

    /// <summary>How far the graph is rewritten. Default: <see cref="GraphOptimizationLevel.ORT_ENABLE_ALL"/>.</summary>
    public GraphOptimizationLevel GraphOptimizationLevel
    {
        get => _graphOptimizationLevel;
        set => _graphOptimizationLevel = (GraphOptimizationLevel)Set((int)value, OrtApi.SetGraphOptimizationLevel);
    }

    /// <summary>Sequential (default) or parallel.</summary>
    public ExecutionMode ExecutionMode
    {
        get => _executionMode;
        set => _executionMode = (ExecutionMode)Set((int)value, OrtApi.SetExecutionMode);
    }

    /// <summary>Sets a configuration entry; a key given twice keeps the last value.</summary>
    public void AddSessionConfigEntry(string configKey, string configValue)
    {
        using var lease = new HandleLease(this);
        OrtApi.AddSessionConfigEntry(lease.Pointer, configKey, configValue);
    }

    /// <summary>Loads a library that exports <c>RegisterCustomOps</c> and adds its operators. It stays loaded while a session
    /// made with these options lives.</summary>
    public void RegisterCustomOpLibrary(string libraryPath)
    {
        using var lease = new HandleLease(this);
        OrtApi.RegisterCustomOpLibrary(lease.Pointer, libraryPath);
    }

    /// <summary>Runs on a CUDA device. Needs CUDA and its provider libraries beside libonnxruntime.</summary>
    public void AppendExecutionProvider_CUDA(int deviceId = 0)
    {
        using var options = new OrtCUDAProviderOptions();
        options.UpdateOptions(new Dictionary<string, string> { ["device_id"] = $"{deviceId}" });
        AppendExecutionProvider_CUDA(options);
    }

    /// <summary>Runs on a CUDA device with provider options.</summary>
    public void AppendExecutionProvider_CUDA(OrtCUDAProviderOptions cudaProviderOptions)
    {
        using var lease = new HandleLease(this);
        using var cuda = new HandleLease(cudaProviderOptions);
        OrtApi.AppendExecutionProviderCuda(lease.Pointer, cuda.Pointer);
    }

    /// <summary>Adds an execution provider by name, such as WebGPU or XNNPACK. CUDA has its own method.</summary>
    public void AppendExecutionProvider(string providerName, Dictionary<string, string>? providerOptions = null)
    {
        using var lease = new HandleLease(this);
        OrtApi.AppendExecutionProvider(lease.Pointer, providerName, providerOptions ?? []);
    }

    protected override bool ReleaseHandle()
    {
        OrtApi.ReleaseSessionOptions(handle);
        return true;
    }

    private T Set<T>(T value, Action<nint, T> apply)
    {
        using var lease = new HandleLease(this);
        apply(lease.Pointer, value);
        return value;
    }
}
