using System.Reflection;
using System.Runtime.InteropServices;

namespace AssistantLoop.Bindings.LibTorch;

/// <summary>The C ABI of Native/torch_shim.cpp. Statuses below zero and null handles mean: read the error.</summary>
internal static unsafe partial class Shim
{
    private const string Library = "assistantloop_torch";

    static Shim() => NativeLibrary.SetDllImportResolver(typeof(Shim).Assembly, Resolve);

    public enum Tag : long
    {
        None, Tensor, Int, Double, Bool, IntList, TensorList, OptionalTensorList, DoubleList, String, Device, Generator,
    }

    public struct Value
    {
        public Tag Tag;
        public long Bits;
        public long Length;

        public readonly double Double => BitConverter.Int64BitsToDouble(Bits);
    }

    [LibraryImport(Library)] public static partial byte* al_last_error();
    [LibraryImport(Library)] public static partial long al_live_handles();
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint al_find(string name, string overload);
    [LibraryImport(Library)]
    public static partial long al_call(nint op, Value* args, long count, Value* results, long capacity);
    [LibraryImport(Library)] public static partial void al_release(nint tensor);
    [LibraryImport(Library)] public static partial nint al_from_blob(void* data, long* sizes, long dims, long dtype);
    [LibraryImport(Library)] public static partial nint al_data(nint tensor);
    [LibraryImport(Library)] public static partial long al_dtype(nint tensor);
    [LibraryImport(Library)] public static partial long al_dim(nint tensor);
    [LibraryImport(Library)] public static partial long al_numel(nint tensor);
    [LibraryImport(Library)] public static partial long al_shape(nint tensor, long* sizes, long* strides);
    [LibraryImport(Library)] public static partial long al_is_contiguous(nint tensor);
    [LibraryImport(Library)] public static partial long al_device(nint tensor, out long index);
    [LibraryImport(Library)] public static partial long al_requires_grad(nint tensor);
    [LibraryImport(Library)] public static partial long al_set_requires_grad(nint tensor, long on);
    [LibraryImport(Library)] public static partial long al_is_leaf(nint tensor);
    [LibraryImport(Library)] public static partial long al_grad(nint tensor, out nint grad);
    [LibraryImport(Library)] public static partial long al_set_grad(nint tensor, nint grad);
    [LibraryImport(Library)]
    public static partial long al_backward(
        nint* roots, long count, nint* seeds, long retain, long create, nint* inputs, long inputCount);
    [LibraryImport(Library)] public static partial long al_grad_mode();
    [LibraryImport(Library)] public static partial void al_set_grad_mode(long on);
    [LibraryImport(Library)] public static partial long al_autocast_enabled();
    [LibraryImport(Library)] public static partial long al_autocast_enter(long on, long dtype);
    [LibraryImport(Library)] public static partial long al_autocast_leave(long wasOn);
    [LibraryImport(Library)] public static partial nint al_generator_default();
    [LibraryImport(Library)] public static partial nint al_generator_new(ulong seed);
    [LibraryImport(Library)] public static partial void al_generator_release(nint generator);
    [LibraryImport(Library)] public static partial long al_generator_seed(nint generator, ulong seed);
    [LibraryImport(Library)] public static partial long al_generator_initial_seed(nint generator, out ulong seed);
    [LibraryImport(Library)] public static partial nint al_generator_state(nint generator);
    [LibraryImport(Library)] public static partial long al_generator_set_state(nint generator, nint state);
    [LibraryImport(Library)] public static partial long al_manual_seed(ulong seed);
    [LibraryImport(Library)] public static partial long al_threads();
    [LibraryImport(Library)] public static partial long al_set_threads(long count);
    [LibraryImport(Library)] public static partial long al_cuda_devices();
    [LibraryImport(Library)] public static partial byte* al_version();

    /// <summary>Passes a status on, or throws what libtorch said.</summary>
    public static long Check(long status) => status >= 0 ? status : throw LastError();

    /// <summary>Passes a handle on, or throws what libtorch said.</summary>
    public static nint Check(nint handle) => handle != 0 ? handle : throw LastError();

    // The type that TorchSharp throws for an error inside libtorch.
    private static ExternalException LastError() => new(Marshal.PtrToStringUTF8((nint)al_last_error()));

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library) return 0;
        string file = Path.Combine(AppContext.BaseDirectory, $"lib{Library}.so");
        try
        {
            return NativeLibrary.Load(file);
        }
        catch (DllNotFoundException error)
        {
            string cause = error.Message.Split('\n')[^1];
            throw new DllNotFoundException(
                $"{file}: cannot be loaded. It needs libtorch (Debian's package libtorch-dev): {cause}", error);
        }
    }
}
