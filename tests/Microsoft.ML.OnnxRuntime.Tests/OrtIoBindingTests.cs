namespace Microsoft.ML.OnnxRuntime.Tests;

public sealed class OrtIoBindingTests
{
    [Fact]
    public void A_bound_run_reads_and_writes_the_callers_memory_and_can_be_repeated()
    {
        using var session = new InferenceSession(TestModel.Sum);
        using OrtIoBinding binding = session.CreateIoBinding();
        using var run = new RunOptions();
        float[] input = [1, 2];
        float[] output = new float[2];
        using OrtValue x = OrtValue.CreateTensorValueFromMemory(input, [2]);
        using OrtValue z = OrtValue.CreateTensorValueFromMemory(output, [2]);
        binding.BindInput("x", x);
        binding.BindInput("y", x);
        binding.BindOutput("z", z);

        session.RunWithBinding(run, binding);
        Assert.Equal([2f, 4f], output);
        input[1] = -1;
        session.RunWithBinding(run, binding);
        Assert.Equal([2f, -2f], output);
    }

    [Fact]
    public void An_output_bound_to_a_device_is_allocated_there_and_fetched_in_order()
    {
        using var session = new InferenceSession(TestModel.TwoOutputs);
        using OrtIoBinding binding = session.CreateIoBinding();
        using var run = new RunOptions();
        using OrtValue x = OrtValue.CreateTensorValueFromMemory([1f, 2f, 3f, 4f, 5f, 6f], [2, 3]);
        binding.BindInput("x", x);
        binding.BindOutputToDevice("q", OrtMemoryInfo.DefaultInstance);
        binding.BindOutputToDevice("p", OrtMemoryInfo.DefaultInstance);
        binding.SynchronizeBoundInputs();
        session.RunWithBinding(run, binding);
        binding.SynchronizeBoundOutputs();

        using var outputs = binding.GetOutputValues();

        Assert.Equal(6L, outputs[0].GetTensorDataAsSpan<long>()[5]);
        Assert.Equal(12f, outputs[1].GetTensorDataAsSpan<float>()[5]);
    }

    [Fact]
    public void Cleared_bindings_are_gone()
    {
        using var session = new InferenceSession(TestModel.Sum);
        using OrtIoBinding binding = session.CreateIoBinding();
        using var run = new RunOptions();
        using OrtValue x = OrtValue.CreateTensorValueFromMemory([1f], [1]);
        binding.BindInput("x", x);
        binding.BindInput("y", x);
        binding.BindOutputToDevice("z", OrtMemoryInfo.DefaultInstance);
        session.RunWithBinding(run, binding);
        using (var outputs = binding.GetOutputValues())
        {
            Assert.Single(outputs);
        }

        binding.ClearBoundOutputs();
        Assert.Empty(binding.GetOutputValues());
        binding.BindOutputToDevice("z", OrtMemoryInfo.DefaultInstance);
        binding.ClearBoundInputs();
        Assert.Throws<OnnxRuntimeException>(() => session.RunWithBinding(run, binding));
    }

    [Fact]
    public void A_bound_value_may_be_disposed_and_its_memory_stays_until_it_is_unbound()
    {
        using var session = new InferenceSession(TestModel.Sum);
        using OrtIoBinding binding = session.CreateIoBinding();
        using var run = new RunOptions();
        WeakReference memory = BindAndDispose(binding);
        Collect();
        Assert.True(memory.IsAlive);
        binding.BindOutputToDevice("z", OrtMemoryInfo.DefaultInstance);
        session.RunWithBinding(run, binding);
        using (var outputs = binding.GetOutputValues())
        {
            Assert.Equal([2f, 4f], outputs[0].GetTensorDataAsSpan<float>());
        }

        binding.ClearBoundInputs();
        Collect();
        Assert.False(memory.IsAlive);
    }

    [Fact]
    public void A_binding_outlives_its_session()
    {
        var session = new InferenceSession(TestModel.Sum);
        OrtIoBinding binding = session.CreateIoBinding();
        using OrtValue x = OrtValue.CreateTensorValueFromMemory([1f], [1]);
        session.Dispose();
        binding.BindInput("x", x);
        binding.Dispose();
        Assert.Throws<ObjectDisposedException>(() => binding.BindInput("x", x));
        Assert.Throws<ObjectDisposedException>(binding.ClearBoundOutputs);
    }

    [Fact]
    public void Unknown_names_and_missing_inputs_throw()
    {
        using var session = new InferenceSession(TestModel.Sum);
        using OrtIoBinding binding = session.CreateIoBinding();
        using var run = new RunOptions();
        using OrtValue x = OrtValue.CreateTensorValueFromMemory([1f], [1]);
        using OrtIoBinding other = session.CreateIoBinding();
        Assert.Throws<OnnxRuntimeException>(() => other.BindInput("w", x));
        binding.BindInput("x", x);
        binding.BindOutputToDevice("z", OrtMemoryInfo.DefaultInstance);
        Assert.Throws<OnnxRuntimeException>(() => session.RunWithBinding(run, binding));
    }

    [Fact]
    public void Attention_grows_a_cache_that_is_bound_as_past_and_present_at_once()
    {
        const int HeadSize = 8;
        const int Capacity = 4;
        using var session = new InferenceSession(TestModel.Attention(HeadSize, Capacity));
        using OrtIoBinding binding = session.CreateIoBinding();
        using var run = new RunOptions();
        var random = new Random(5);
        float[][] keys = Rows(random, Capacity, HeadSize);
        float[][] values = Rows(random, Capacity, HeadSize);
        float[][] queries = Rows(random, Capacity, HeadSize);
        float[] cacheOfKeys = new float[Capacity * HeadSize];
        float[] cacheOfValues = new float[Capacity * HeadSize];
        float[] q = new float[HeadSize], k = new float[HeadSize], v = new float[HeadSize], y = new float[HeadSize];
        int[] last = [0], total = [0];
        using OrtValue pastK = OrtValue.CreateTensorValueFromMemory(cacheOfKeys, [1, 1, Capacity, HeadSize]);
        using OrtValue pastV = OrtValue.CreateTensorValueFromMemory(cacheOfValues, [1, 1, Capacity, HeadSize]);
        foreach ((string name, float[] memory) in new[] { ("q", q), ("k", k), ("v", v) })
        {
            using OrtValue input = OrtValue.CreateTensorValueFromMemory(memory, [1, 1, HeadSize]);
            binding.BindInput(name, input);
        }

        using OrtValue lastValue = OrtValue.CreateTensorValueFromMemory(last, [1]);
        using OrtValue totalValue = OrtValue.CreateTensorValueFromMemory(total, []);
        using OrtValue output = OrtValue.CreateTensorValueFromMemory(y, [1, 1, HeadSize]);
        binding.BindInput("pastK", pastK);
        binding.BindInput("pastV", pastV);
        binding.BindInput("last", lastValue);
        binding.BindInput("total", totalValue);
        binding.BindOutput("y", output);
        binding.BindOutput("presentK", pastK);
        binding.BindOutput("presentV", pastV);

        for (int token = 0; token < Capacity; token++)
        {
            queries[token].CopyTo(q, 0);
            keys[token].CopyTo(k, 0);
            values[token].CopyTo(v, 0);
            (last[0], total[0]) = (token, token + 1);
            session.RunWithBinding(run, binding);
            Assert.Equal(Attend(q, keys, values, token + 1), y, (a, b) => Math.Abs(a - b) < 1e-5);
        }

        Assert.Equal(keys.SelectMany(row => row), cacheOfKeys);
    }

    // softmax(q · K / √d) · V over the first `count` rows.
    private static float[] Attend(float[] q, float[][] keys, float[][] values, int count)
    {
        double[] weights = [.. keys.Take(count).Select(key =>
            Math.Exp(key.Zip(q, (a, b) => (double)a * b).Sum() / Math.Sqrt(q.Length)))];
        return [.. Enumerable.Range(0, q.Length).Select(d =>
            (float)(weights.Select((w, row) => w * values[row][d]).Sum() / weights.Sum()))];
    }

    private static float[][] Rows(Random random, int rows, int width) =>
        [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, width).Select(_ => random.NextSingle() - 0.5f).ToArray())];

    private static WeakReference BindAndDispose(OrtIoBinding binding)
    {
        float[] memory = [1f, 2f];
        using OrtValue x = OrtValue.CreateTensorValueFromMemory(memory, [2]);
        binding.BindInput("x", x);
        binding.BindInput("y", x);
        return new WeakReference(memory);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
