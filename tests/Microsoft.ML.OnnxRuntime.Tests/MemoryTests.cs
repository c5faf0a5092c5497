using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime.Tests;

/// <summary>Native memory is measured for the whole process, so these tests run alone.</summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public void Ten_thousand_runs_of_every_kind_keep_memory_flat()
    {
        using var session = new InferenceSession(TestModel.Sum);
        float[] memory = new float[1000];
        float[] output = new float[1000];
        void Run()
        {
            using var run = new RunOptions { LogId = "flat" };
            using OrtValue x = OrtValue.CreateTensorValueFromMemory(memory, [1000]);
            using OrtValue y = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Float, [1000]);
            using OrtValue z = OrtValue.CreateTensorValueFromMemory(output, [1000]);
            using var outputs = session.Run(run, ["x", "y"], [x, y], ["z"]);
            session.Run(run, ["x", "y"], [x, y], ["z"], [z]);
            using OrtIoBinding binding = session.CreateIoBinding();
            binding.BindInput("x", x);
            binding.BindInput("y", y);
            binding.BindOutputToDevice("z", OrtMemoryInfo.DefaultInstance);
            session.RunWithBinding(run, binding);
            using var bound = binding.GetOutputValues();
            Assert.Throws<OnnxRuntimeException>(() => binding.BindInput("none", x));
        }

        Assert.InRange(Growth(Run, warmUp: 1000, count: 10_000), long.MinValue, 16 * Megabyte);
    }

    [Fact]
    public void Sessions_made_and_disposed_keep_memory_flat()
    {
        static void Make()
        {
            using var options = new SessionOptions { IntraOpNumThreads = 1 };
            using var session = new InferenceSession(TestModel.TwoOutputs, options);
            using var info = new OrtMemoryInfo("Cpu", OrtAllocatorType.ArenaAllocator, 0, OrtMemType.Default);
            using var allocator = new OrtAllocator(session, info);
        }

        Assert.InRange(Growth(Make, warmUp: 50, count: 500), long.MinValue, 16 * Megabyte);
    }

    [Fact]
    public void Values_never_disposed_are_freed_by_the_collector()
    {
        static void Forget()
        {
            for (int i = 0; i < 10; i++)
            {
                OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.UInt8, [4 * Megabyte])
                    .GetTensorMutableDataAsSpan<byte>().Fill(1);
            }

            Collect();
        }

        Assert.InRange(Growth(Forget, warmUp: 2, count: 20), long.MinValue, 200 * Megabyte);
    }

    [Fact]
    public void A_disposed_value_releases_the_memory_it_pinned()
    {
        static WeakReference Use()
        {
            float[] memory = new float[100];
            using OrtValue value = OrtValue.CreateTensorValueFromMemory(memory, [100]);
            return new WeakReference(memory);
        }

        WeakReference memory = Use();
        Collect();
        Assert.False(memory.IsAlive);
    }

    // Bytes by which the process grew.
    private static long Growth(Action action, int warmUp, int count)
    {
        for (int i = 0; i < warmUp; i++)
        {
            action();
        }

        Collect();
        long before = Environment.WorkingSet;
        for (int i = 0; i < count; i++)
        {
            action();
        }

        Collect();
        return Environment.WorkingSet - before;
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
