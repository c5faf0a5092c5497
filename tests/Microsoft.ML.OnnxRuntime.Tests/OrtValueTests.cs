using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime.Tests;

public sealed class OrtValueTests
{
    [Fact]
    public void A_value_over_an_array_shares_its_memory()
    {
        float[] memory = [1, 2, 3, 4];
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(memory, [2, 2]);
        value.GetTensorMutableDataAsSpan<float>()[3] = 9;
        Assert.Equal(9, memory[3]);
        Assert.Equal(16, value.GetTensorMutableRawData().Length);
    }

    [Fact]
    public void A_value_over_a_slice_begins_where_the_slice_begins()
    {
        int[] memory = [0, 1, 2, 3, 4, 5];
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory.AsMemory(2, 3), [3]);
        Assert.Equal([2, 3, 4], value.GetTensorDataAsSpan<int>());
    }

    [Fact]
    public void Type_and_shape_are_those_the_value_was_made_with()
    {
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(new long[12], [1, 2, 3]);
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        Assert.Equal(OnnxValueType.ONNX_TYPE_TENSOR, value.OnnxType);
        Assert.True(value.IsTensor);
        Assert.Equal(TensorElementType.Int64, info.ElementDataType);
        Assert.Equal([1L, 2L, 3L], info.Shape);
        Assert.Equal(3, info.DimensionsCount);
        Assert.Equal(6, info.ElementCount);
        Assert.False(info.IsString);
    }

    [Fact]
    public void An_allocated_value_has_memory_of_its_own()
    {
        using OrtValue value = OrtValue.CreateAllocatedTensorValue(
            OrtAllocator.DefaultInstance, TensorElementType.Int32, [3]);
        value.GetTensorMutableDataAsSpan<int>().Fill(7);
        Assert.Equal([7, 7, 7], value.GetTensorDataAsSpan<int>());
    }

    [Fact]
    public void A_value_from_a_sessions_allocator_outlives_the_allocator_and_the_session()
    {
        using var cpu = new OrtMemoryInfo(
            OrtMemoryInfo.allocatorCPU, OrtAllocatorType.ArenaAllocator, 0, OrtMemType.Default);
        var session = new InferenceSession(TestModel.Sum);
        var allocator = new OrtAllocator(session, cpu);
        using OrtValue value = OrtValue.CreateAllocatedTensorValue(allocator, TensorElementType.Float, [1000]);
        allocator.Dispose();
        session.Dispose();
        value.GetTensorMutableDataAsSpan<float>().Fill(1);
        Assert.Equal(1000, value.GetTensorDataAsSpan<float>().ToArray().Sum());
        Assert.Throws<ObjectDisposedException>(() =>
            OrtValue.CreateAllocatedTensorValue(allocator, TensorElementType.Float, [1]));
    }

    [Fact]
    public unsafe void A_value_over_native_memory_reads_and_writes_it()
    {
        nint memory = (nint)NativeMemory.AlignedAlloc(16, 16);
        try
        {
            using OrtValue value = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, TensorElementType.Float, [4], memory, 16);
            value.GetTensorMutableDataAsSpan<float>()[2] = 5;
            Assert.Equal(5, ((float*)memory)[2]);
        }
        finally
        {
            NativeMemory.AlignedFree((void*)memory);
        }
    }

    [Fact]
    public void A_scalar_has_no_dimensions_and_an_empty_tensor_no_elements()
    {
        using OrtValue scalar = OrtValue.CreateTensorValueFromMemory([3], []);
        Assert.Equal([3], scalar.GetTensorDataAsSpan<int>());
        Assert.Empty(scalar.GetTensorTypeAndShape().Shape);
        using OrtValue empty = OrtValue.CreateTensorValueFromMemory(new float[1], [0, 5]);
        Assert.Equal(0, empty.GetTensorDataAsSpan<float>().Length);
    }

    [Fact]
    public void Memory_smaller_than_the_shape_is_refused()
    {
        var managed = Assert.Throws<OnnxRuntimeException>(() => OrtValue.CreateTensorValueFromMemory(new float[3], [2, 2]));
        Assert.Contains("3 elements is less than shape size: 4", managed.Message, StringComparison.Ordinal);
        Assert.Throws<OnnxRuntimeException>(() => OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance, TensorElementType.Float, [4], 1, 12));
        Assert.Throws<ArgumentOutOfRangeException>(() => OrtValue.CreateTensorValueFromMemory(new float[3], [-1]));
    }

    [Fact]
    public void Elements_are_read_as_their_own_type_or_as_bytes()
    {
        using OrtValue value = OrtValue.CreateTensorValueFromMemory([1f], [1]);
        Assert.Equal(4, value.GetTensorDataAsSpan<byte>().Length);
        var failed = Assert.Throws<OnnxRuntimeException>(() => value.GetTensorDataAsSpan<int>().Length);
        Assert.Contains("does not match the actual type: System.Single", failed.Message, StringComparison.Ordinal);
        Assert.Throws<OnnxRuntimeException>(() => OrtValue.CreateTensorValueFromMemory([1m], [1]));
    }

    [Fact]
    public void Half_precision_goes_through_a_model_unchanged()
    {
        using var session = new InferenceSession(TestModel.Cast(TensorElementType.Float16, TensorElementType.Float));
        using var run = new RunOptions();
        Float16[] numbers = [(Float16)1.5f, (Float16)(-65504f), (Float16)0.1f];
        using OrtValue x = OrtValue.CreateTensorValueFromMemory(numbers, [3]);
        Assert.Equal(typeof(Float16), session.InputMetadata["x"].ElementType);

        using var outputs = session.Run(run, ["x"], [x], ["y"]);

        Assert.Equal([1.5f, -65504f, (float)(Half)0.1f], outputs[0].GetTensorDataAsSpan<float>());
        Assert.Equal(numbers, outputs[0].GetTensorDataAsSpan<float>().ToArray().Select(number => (Float16)number));
    }

    [Theory]
    [InlineData(TensorElementType.UInt8, typeof(byte), 1)]
    [InlineData(TensorElementType.Int8, typeof(sbyte), 1)]
    [InlineData(TensorElementType.UInt16, typeof(ushort), 2)]
    [InlineData(TensorElementType.Int16, typeof(short), 2)]
    [InlineData(TensorElementType.Int32, typeof(int), 4)]
    [InlineData(TensorElementType.UInt32, typeof(uint), 4)]
    [InlineData(TensorElementType.UInt64, typeof(ulong), 8)]
    [InlineData(TensorElementType.Double, typeof(double), 8)]
    [InlineData(TensorElementType.Bool, typeof(bool), 1)]
    public void Every_element_type_has_its_net_type_and_size(TensorElementType element, Type type, int size)
    {
        using var session = new InferenceSession(TestModel.Cast(TensorElementType.Float, element));
        using var run = new RunOptions();
        using OrtValue x = OrtValue.CreateTensorValueFromMemory([1f, 1f], [2]);
        using var outputs = session.Run(run, ["x"], [x], ["y"]);
        Assert.Equal(type, session.OutputMetadata["y"].ElementType);
        Assert.Equal(2 * size, outputs[0].GetTensorDataAsSpan<byte>().Length);
    }

    [Fact]
    public void A_not_a_number_equals_itself_as_an_object_only()
    {
        var number = (Float16)float.NaN;
        Float16 same = number;
        Assert.True(number.Equals(same));
        Assert.False(number == same);
        Assert.Equal((Float16)0f, (Float16)(-0f));
        Assert.Equal(0x3C00, ((Float16)1f).value);
    }
}
