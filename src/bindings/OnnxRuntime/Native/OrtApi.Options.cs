namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>Session options, run options and execution providers.</summary>
internal static unsafe partial class OrtApi
{
    internal static nint CreateSessionOptions() => Create(10);

    internal static void ReleaseSessionOptions(nint options) => Release(100, options);

    internal static void SetExecutionMode(nint options, int mode) => SetInt(13, options, mode);

    internal static void SetMemoryPattern(nint options, bool on) => Call(on ? 16 : 17, options);

    internal static void SetCpuMemArena(nint options, bool on) => Call(on ? 18 : 19, options);

    internal static void SetSessionLogId(nint options, string id) => SetText(20, options, id);

    internal static void SetSessionLogSeverityLevel(nint options, int level) => SetInt(22, options, level);

    internal static void SetGraphOptimizationLevel(nint options, int level) => SetInt(23, options, level);

    internal static void SetIntraOpNumThreads(nint options, int threads) => SetInt(24, options, threads);

    internal static void SetInterOpNumThreads(nint options, int threads) => SetInt(25, options, threads);

    internal static void AddSessionConfigEntry(nint options, string key, string value) => SetEntry(130, options, key, value);

    internal static void RegisterCustomOpLibrary(nint options, string path) => SetText(228, options, path);

    /// <summary>Starts profiles with this path, or makes none.</summary>
    internal static void SetProfiling(nint options, string? path)
    {
        if (path is null)
        {
            Call(15, options);
        }
        else
        {
            SetText(14, options, path);
        }
    }

    internal static void AppendExecutionProvider(nint options, string name, IReadOnlyDictionary<string, string> entries)
    {
        using var list = new Utf8Entries(entries);
        fixed (byte* utf8 = Utf8(name))
        fixed (nint* keys = list.Keys, values = list.Values)
        {
            Check(((delegate* unmanaged<nint, byte*, nint*, nint*, nuint, nint>)s_table[216])(
                options, utf8, keys, values, (nuint)list.Keys.Length));
        }
    }

    internal static nint CreateCudaProviderOptions() => Create(205);

    internal static void ReleaseCudaProviderOptions(nint cuda) => Release(208, cuda);

    internal static void UpdateCudaProviderOptions(nint cuda, IReadOnlyDictionary<string, string> entries)
    {
        using var list = new Utf8Entries(entries);
        fixed (nint* keys = list.Keys, values = list.Values)
        {
            Check(((delegate* unmanaged<nint, nint*, nint*, nuint, nint>)s_table[206])(cuda, keys, values, (nuint)list.Keys.Length));
        }
    }

    internal static string GetCudaProviderOptions(nint cuda)
    {
        nint allocator = GetAllocatorWithDefaultOptions();
        nint text;
        Check(((delegate* unmanaged<nint, nint, nint*, nint>)s_table[207])(cuda, allocator, &text));
        string options = Text(text);
        AllocatorFree(allocator, text);
        return options;
    }

    internal static void AppendExecutionProviderCuda(nint options, nint cuda) =>
        Check(((delegate* unmanaged<nint, nint, nint>)s_table[204])(options, cuda));

    internal static nint CreateRunOptions() => Create(39);

    internal static void ReleaseRunOptions(nint options) => Release(97, options);

    internal static void SetRunTag(nint options, string tag) => SetText(42, options, tag);

    /// <summary>The tag ONNX Runtime holds for a run; owned by the options.</summary>
    internal static string GetRunTag(nint options)
    {
        nint tag;
        Check(((delegate* unmanaged<nint, nint*, nint>)s_table[45])(options, &tag));
        return Text(tag);
    }

    internal static void SetTerminate(nint options, bool on) => Call(on ? 46 : 47, options);

    internal static void AddRunConfigEntry(nint options, string key, string value) => SetEntry(165, options, key, value);

    private static nint Create(int place)
    {
        nint created;
        Check(((delegate* unmanaged<nint*, nint>)s_table[place])(&created));
        return created;
    }

    private static void Call(int place, nint options) => Check(((delegate* unmanaged<nint, nint>)s_table[place])(options));

    private static void SetInt(int place, nint options, int value) =>
        Check(((delegate* unmanaged<nint, int, nint>)s_table[place])(options, value));

    private static void SetText(int place, nint options, string text)
    {
        fixed (byte* utf8 = Utf8(text))
        {
            Check(((delegate* unmanaged<nint, byte*, nint>)s_table[place])(options, utf8));
        }
    }

    private static void SetEntry(int place, nint options, string key, string value)
    {
        fixed (byte* utf8Key = Utf8(key), utf8Value = Utf8(value))
        {
            Check(((delegate* unmanaged<nint, byte*, byte*, nint>)s_table[place])(options, utf8Key, utf8Value));
        }
    }
}
