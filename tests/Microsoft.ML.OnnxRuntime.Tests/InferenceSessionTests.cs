using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime.Tests;

public sealed class InferenceSessionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onnxruntime").FullName;

    [Fact]
    public void A_bound_run_reads_and_writes_the_callers_memory_and_can_be_repeated()
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        options.AddSessionConfigEntry("session.force_spinning_stop", "1");
        using var session = new InferenceSession(WriteSum(), options);
        using OrtIoBinding binding = session.CreateIoBinding();
        using var run = new RunOptions();
        using var x = new Numbers(1, 2, 3);
        using var y = new Numbers(10, 20, 30);
        using var z = new Numbers(0, 0, 0);
        binding.BindInput("x", x.Value);
        binding.BindInput("y", y.Value);
        binding.BindOutput("z", z.Value);

        session.RunWithBinding(run, binding);
        Assert.Equal([11, 22, 33], z.Memory);
        x.Memory[1] = -20;
        session.RunWithBinding(run, binding);
        Assert.Equal([11, 0, 33], z.Memory);
    }

    [Fact]
    public void A_file_that_is_no_model_throws_with_the_runtimes_message()
    {
        string path = Path.Combine(_folder, "broken.onnx");
        File.WriteAllText(path, "this is not a model");
        using var options = new SessionOptions();
        OnnxRuntimeException failed =
            Assert.Throws<OnnxRuntimeException>(() => new InferenceSession(path, options));
        Assert.Contains("broken.onnx", failed.Message, StringComparison.Ordinal);
        Assert.StartsWith("[ErrorCode:InvalidProtobuf]", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_input_and_a_missing_one_throw()
    {
        using var options = new SessionOptions();
        using var session = new InferenceSession(WriteSum(), options);
        using OrtIoBinding binding = session.CreateIoBinding();
        using var run = new RunOptions();
        using var x = new Numbers(1, 2, 3);
        binding.BindInput("x", x.Value);
        Assert.Throws<OnnxRuntimeException>(() => session.RunWithBinding(run, binding));
        Assert.Throws<OnnxRuntimeException>(() => binding.BindInput("w", x.Value));
    }

    [Fact]
    public void Memory_smaller_than_the_shape_is_refused()
    {
        Assert.Throws<OnnxRuntimeException>(() => OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance, TensorElementType.Float, [4], 1, 12));
    }

    [Fact]
    public void What_was_disposed_is_refused()
    {
        using var options = new SessionOptions();
        var session = new InferenceSession(WriteSum(), options);
        OrtIoBinding binding = session.CreateIoBinding();
        using var run = new RunOptions();
        using var x = new Numbers(1, 2, 3);
        x.Value.Dispose();
        Assert.Throws<ObjectDisposedException>(() => binding.BindInput("x", x.Value));
        binding.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.RunWithBinding(run, binding));
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(session.CreateIoBinding);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // z = x + y over three floats, as ONNX's protobuf.
    private string WriteSum()
    {
        byte[] Text(int field, string text) => Field(field, System.Text.Encoding.UTF8.GetBytes(text));
        byte[] shape = Field(2, Field(1, [0x08, 3]));
        byte[] Value(string name) => [.. Text(1, name), .. Field(2, Field(1, [0x08, 1, .. shape]))];
        byte[] node = [.. Text(1, "x"), .. Text(1, "y"), .. Text(2, "z"), .. Text(4, "Add")];
        byte[] graph =
        [
            .. Field(1, node), .. Text(2, "sum"), .. Field(11, Value("x")), .. Field(11, Value("y")),
            .. Field(12, Value("z")),
        ];
        string path = Path.Combine(_folder, "sum.onnx");
        File.WriteAllBytes(path, [0x08, 10, .. Field(7, graph), .. Field(8, [0x10, 21])]);
        return path;
    }

    private static byte[] Field(int number, byte[] content) => [(byte)((number << 3) | 2), (byte)content.Length, .. content];

    private sealed class Numbers : IDisposable
    {
        public Numbers(params float[] values)
        {
            Memory = GC.AllocateArray<float>(values.Length, pinned: true);
            values.CopyTo(Memory, 0);
            Value = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, TensorElementType.Float, [values.Length],
                Marshal.UnsafeAddrOfPinnedArrayElement(Memory, 0), values.Length * sizeof(float));
        }

        public float[] Memory { get; }

        public OrtValue Value { get; }

        public void Dispose() => Value.Dispose();
    }
}
