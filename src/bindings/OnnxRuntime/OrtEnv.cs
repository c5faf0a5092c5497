using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>What may be chosen before the environment is created. Every field may be left out.</summary>
public struct EnvironmentCreationOptions
{
    /// <summary>Names the application in log lines.</summary>
    public string? logId;

    /// <summary>The least severe level that is logged. Default: warning.</summary>
    public OrtLoggingLevel? logLevel;
}

/// <summary>The environment of the process: logging and what sessions share. Created when first needed, kept to the end.</summary>
public sealed class OrtEnv : SafeHandle
{
    private static EnvironmentCreationOptions s_options;
    private static readonly Lazy<OrtEnv> s_instance = new(() => new OrtEnv());

    private OrtEnv()
        : base(0, ownsHandle: true) =>
        SetHandle(OrtApi.CreateEnv(
            s_options.logLevel ?? OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING,
            string.IsNullOrEmpty(s_options.logId) ? "CSharpOnnxRuntime" : s_options.logId));

    /// <summary>Whether the environment exists already.</summary>
    public static bool IsCreated => s_instance.IsValueCreated;

    public override bool IsInvalid => handle == 0;

    /// <summary>The one environment of the process.</summary>
    public static OrtEnv Instance() => s_instance.Value;

    /// <summary>Creates the environment with options. Throws <see cref="OnnxRuntimeException"/> when it exists already.</summary>
    public static OrtEnv CreateInstanceWithOptions(ref EnvironmentCreationOptions options)
    {
        if (s_instance.IsValueCreated)
        {
            throw new OnnxRuntimeException(
                ErrorCode.RuntimeException,
                "OrtEnv singleton instance already exists, supplied options would not have effect");
        }

        s_options = options;
        return s_instance.Value;
    }

    /// <summary>The version of the loaded library, such as <c>1.30.0</c>.</summary>
    public string GetVersionString() => OrtApi.Version;

    /// <summary>The execution providers this library was built with, best first.</summary>
    public string[] GetAvailableProviders() => OrtApi.GetAvailableProviders();

    protected override bool ReleaseHandle()
    {
        OrtApi.ReleaseEnv(handle);
        return true;
    }
}
