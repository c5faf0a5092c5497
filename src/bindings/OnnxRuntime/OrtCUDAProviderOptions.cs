using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Options of the CUDA execution provider. Making one needs the provider libraries beside libonnxruntime.</summary>
public class OrtCUDAProviderOptions : SafeHandle
{
    public OrtCUDAProviderOptions()
        : base(0, ownsHandle: true) => SetHandle(OrtApi.CreateCudaProviderOptions());

    public override bool IsInvalid => handle == 0;

    /// <summary>All options as <c>key=value;key=value</c>.</summary>
    public string GetOptions()
    {
        using var lease = new HandleLease(this);
        return OrtApi.GetCudaProviderOptions(lease.Pointer);
    }

    /// <summary>Sets options by key, such as <c>device_id</c> and <c>gpu_mem_limit</c> (bytes).</summary>
    public void UpdateOptions(Dictionary<string, string> providerOptions)
    {
        using var lease = new HandleLease(this);
        OrtApi.UpdateCudaProviderOptions(lease.Pointer, providerOptions);
    }

    protected override bool ReleaseHandle()
    {
        OrtApi.ReleaseCudaProviderOptions(handle);
        return true;
    }
}
