using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime.Tests;

public sealed class InferenceSessionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onnxruntime").FullName;

    [Fact]
    public void A_run_returns_outputs_that_the_runtime_allocated()
    {
        using var session = new InferenceSession(TestModel.Sum);
        using var run = new RunOptions();
        using OrtValue x = OrtValue.CreateTensorValueFromMemory([1f, 2f, 3f], [3]);
        using OrtValue y = OrtValue.CreateTensorValueFromMemory([10f, 20f, 30f], [3]);

        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, ["x", "y"], [x, y], ["z"]);

        OrtValue z = Assert.Single(outputs);
        Assert.Equal([11f, 22f, 33f], z.GetTensorDataAsSpan<float>());
    }

    [Fact]
    public void Inputs_may_be_given_in_any_order_or_by_name()
    {
        using var session = new InferenceSession(TestModel.Sum);
        using var run = new RunOptions();
        using OrtValue x = OrtValue.CreateTensorValueFromMemory([1f], [1]);
        using OrtValue y = OrtValue.CreateTensorValueFromMemory([10f], [1]);

        using var reversed = session.Run(run, ["y", "x"], [y, x], session.OutputNames);
        using var named = session.Run(run, new Dictionary<string, OrtValue> { ["y"] = y, ["x"] = x }, session.OutputNames);

        Assert.Equal(11f, reversed[0].GetTensorDataAsSpan<float>()[0]);
        Assert.Equal(11f, named[0].GetTensorDataAsSpan<float>()[0]);
    }

    [Fact]
    public void Outputs_come_in_the_order_asked_for()
    {
        using var session = new InferenceSession(TestModel.TwoOutputs);
        using var run = new RunOptions();
        using OrtValue x = OrtValue.CreateTensorValueFromMemory([1f, 2f, 3f, 4f, 5f, 6f], [2, 3]);

        using var outputs = session.Run(run, ["x"], [x], ["q", "p"]);

        Assert.Equal([1L, 2L, 3L, 4L, 5L, 6L], outputs[0].GetTensorDataAsSpan<long>());
        Assert.Equal([2f, 4f, 6f, 8f, 10f, 12f], outputs[1].GetTensorDataAsSpan<float>());
    }

    [Fact]
    public void A_run_fills_the_outputs_it_is_given_and_takes_null_for_default_options()
    {
        using var session = new InferenceSession(TestModel.Sum);
        float[] memory = new float[2];
        using OrtValue x = OrtValue.CreateTensorValueFromMemory([1f, 2f], [2]);
        using OrtValue z = OrtValue.CreateTensorValueFromMemory(memory, [2]);

        session.Run(null, ["x", "y"], [x, x], ["z"], [z]);

        Assert.Equal([2f, 4f], memory);
    }

    [Fact]
    public void Metadata_says_name_type_and_shape_of_inputs_and_outputs_in_order()
    {
        using var sum = new InferenceSession(TestModel.Sum);
        Assert.Equal(["x", "y"], sum.InputNames);
        Assert.Equal(["z"], sum.OutputNames);
        NodeMetadata x = sum.InputMetadata["x"];
        Assert.Equal(OnnxValueType.ONNX_TYPE_TENSOR, x.OnnxValueType);
        Assert.True(x.IsTensor);
        Assert.False(x.IsString);
        Assert.Equal([-1], x.Dimensions);
        Assert.Equal(["n"], x.SymbolicDimensions);

        using var two = new InferenceSession(TestModel.TwoOutputs);
        Assert.Equal(["p", "q"], two.OutputNames);
        NodeMetadata q = two.OutputMetadata["q"];
        Assert.Equal([2, 3], q.Dimensions);
        Assert.Equal(["", ""], q.SymbolicDimensions);
        Assert.Equal(TensorElementType.Int64, q.ElementDataType);
        Assert.Equal(typeof(long), q.ElementType);
    }

    [Fact]
    public void A_model_is_loaded_from_a_file_too()
    {
        string path = Path.Combine(_folder, "sum é.onnx");
        File.WriteAllBytes(path, TestModel.Sum);
        using var options = new SessionOptions();
        using var session = new InferenceSession(path, options);
        using var again = new InferenceSession(path);
        Assert.Equal(["x", "y"], session.InputNames);
        Assert.Equal(["z"], again.OutputNames);
    }

    [Fact]
    public void A_broken_or_missing_model_throws_with_the_runtimes_message()
    {
        string path = Path.Combine(_folder, "broken.onnx");
        File.WriteAllText(path, "this is not a model");
        var broken = Assert.Throws<OnnxRuntimeException>(() => new InferenceSession(path));
        Assert.StartsWith("[ErrorCode:InvalidProtobuf]", broken.Message, StringComparison.Ordinal);
        Assert.Contains("broken.onnx", broken.Message, StringComparison.Ordinal);

        var missing = Assert.Throws<OnnxRuntimeException>(() => new InferenceSession(Path.Combine(_folder, "none.onnx")));
        Assert.StartsWith("[ErrorCode:NoSuchFile]", missing.Message, StringComparison.Ordinal);

        var bytes = Assert.Throws<OnnxRuntimeException>(() => new InferenceSession([1, 2, 3]));
        Assert.StartsWith("[ErrorCode:", bytes.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_do_not_fit_are_refused()
    {
        using var session = new InferenceSession(TestModel.Sum);
        using var run = new RunOptions();
        using OrtValue x = OrtValue.CreateTensorValueFromMemory([1f], [1]);
        var input = Assert.Throws<OnnxRuntimeException>(() => session.Run(run, ["w"], [x], ["z"]));
        Assert.Equal("[ErrorCode:InvalidArgument] Input name: 'w' is not in the metadata", input.Message);
        var output = Assert.Throws<OnnxRuntimeException>(() => session.Run(run, ["x", "y"], [x, x], ["w"]));
        Assert.Equal("[ErrorCode:InvalidArgument] Output name: 'w' is not in the metadata", output.Message);
        Assert.Throws<ArgumentException>(() => session.Run(run, ["x", "y"], [x], ["z"]));
        Assert.Throws<ArgumentException>(() => session.Run(run, ["x", "y"], [x, x], ["z"], []));
    }

    [Fact]
    public void An_input_of_the_wrong_type_throws_with_the_runtimes_message()
    {
        using var session = new InferenceSession(TestModel.Sum);
        using var run = new RunOptions();
        using OrtValue x = OrtValue.CreateTensorValueFromMemory([1L], [1]);
        var failed = Assert.Throws<OnnxRuntimeException>(() => session.Run(run, ["x", "y"], [x, x], ["z"]));
        Assert.Contains("Unexpected input data type", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Use_after_dispose_throws()
    {
        var session = new InferenceSession(TestModel.Sum);
        var run = new RunOptions();
        OrtValue x = OrtValue.CreateTensorValueFromMemory([1f], [1]);
        x.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Run(run, ["x", "y"], [x, x], ["z"]));
        Assert.Throws<ObjectDisposedException>(() => x.GetTensorDataAsSpan<float>().Length);
        Assert.Throws<ObjectDisposedException>(() => x.GetTensorTypeAndShape());

        run.Dispose();
        using OrtValue y = OrtValue.CreateTensorValueFromMemory([1f], [1]);
        Assert.Throws<ObjectDisposedException>(() => session.Run(run, ["x", "y"], [y, y], ["z"]));
        Assert.Throws<ObjectDisposedException>(() => run.Terminate = true);

        session.Dispose();
        session.Dispose();
        using var other = new RunOptions();
        Assert.Throws<ObjectDisposedException>(() => session.Run(other, ["x", "y"], [y, y], ["z"]));
        Assert.Throws<ObjectDisposedException>(session.CreateIoBinding);
    }

    [Fact]
    public async Task Runs_of_one_session_may_overlap()
    {
        using var session = new InferenceSession(TestModel.Sum);
        await Parallel.ForAsync(0, 8, TestContext.Current.CancellationToken, (worker, _) =>
        {
            using var run = new RunOptions();
            using OrtValue x = OrtValue.CreateTensorValueFromMemory([(float)worker], [1]);
            for (int i = 0; i < 200; i++)
            {
                using var outputs = session.Run(run, ["x", "y"], [x, x], ["z"]);
                Assert.Equal(worker * 2f, outputs[0].GetTensorDataAsSpan<float>()[0]);
            }

            return ValueTask.CompletedTask;
        });
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
