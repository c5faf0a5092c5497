namespace Microsoft.ML.OnnxRuntime.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Every_session_option_reaches_the_runtime()
    {
        // The runtime logs a session's options when it makes one.
        string log = StandardError.Capture(() =>
        {
            using var options = new SessionOptions
            {
                LogId = "session-under-test",
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_INFO,
                EnableMemoryPattern = false,
                EnableCpuMemArena = false,
                IntraOpNumThreads = 3,
                InterOpNumThreads = 2,
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_BASIC,
                ExecutionMode = ExecutionMode.ORT_PARALLEL,
            };
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            using var session = new InferenceSession(TestModel.Sum, options);
        });
        foreach (string part in new[]
        {
            "session_logid:session-under-test", "session_log_severity_level:1", "enable_mem_pattern:0",
            "enable_cpu_mem_arena:0", "execution_mode:1", "graph_optimization_level:1", "thread_pool_size: 3",
            "thread_pool_size: 2", "session.intra_op.allow_spinning: 0",
        })
        {
            Assert.Contains(part, log, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Switches_can_be_switched_back()
    {
        string log = StandardError.Capture(() =>
        {
            using var options = new SessionOptions
            {
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_INFO,
                EnableMemoryPattern = false,
                EnableCpuMemArena = false,
            };
            (options.EnableMemoryPattern, options.EnableCpuMemArena) = (true, true);
            Assert.True(options.EnableMemoryPattern && options.EnableCpuMemArena);
            using var session = new InferenceSession(TestModel.Sum, options);
        });
        Assert.Contains("enable_mem_pattern:1", log, StringComparison.Ordinal);
        Assert.Contains("enable_cpu_mem_arena:1", log, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_begin_with_the_documented_defaults()
    {
        using var options = new SessionOptions();
        Assert.True(options.EnableMemoryPattern);
        Assert.True(options.EnableCpuMemArena);
        Assert.Equal(0, options.IntraOpNumThreads);
        Assert.Equal(0, options.InterOpNumThreads);
        Assert.Equal(GraphOptimizationLevel.ORT_ENABLE_ALL, options.GraphOptimizationLevel);
        Assert.Equal(ExecutionMode.ORT_SEQUENTIAL, options.ExecutionMode);
        Assert.Equal(OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING, options.LogSeverityLevel);
        Assert.Equal("", options.LogId);
    }

    [Fact]
    public void An_option_out_of_range_is_refused_and_keeps_its_value()
    {
        using var options = new SessionOptions();
        Assert.Throws<OnnxRuntimeException>(() => options.ExecutionMode = (ExecutionMode)7);
        Assert.Throws<OnnxRuntimeException>(() => options.GraphOptimizationLevel = (GraphOptimizationLevel)77);
        Assert.Equal(ExecutionMode.ORT_SEQUENTIAL, options.ExecutionMode);
        Assert.Equal(GraphOptimizationLevel.ORT_ENABLE_ALL, options.GraphOptimizationLevel);
    }

    [Fact]
    public void A_provider_this_library_lacks_is_refused_by_name()
    {
        using var options = new SessionOptions();
        var unknown = Assert.Throws<OnnxRuntimeException>(() => options.AppendExecutionProvider("NoSuchProvider"));
        Assert.Contains("provider", unknown.Message, StringComparison.OrdinalIgnoreCase);
        var lacking = Assert.Throws<OnnxRuntimeException>(() =>
            options.AppendExecutionProvider("XNNPACK", new Dictionary<string, string> { ["intra_op_num_threads"] = "1" }));
        Assert.Contains("XNNPACK", lacking.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_of_operators_that_is_not_there_is_refused_by_name()
    {
        using var options = new SessionOptions();
        var missing = Assert.Throws<OnnxRuntimeException>(() => options.RegisterCustomOpLibrary("/nowhere/libops.so"));
        Assert.Contains("/nowhere/libops.so", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_holds_every_node_once_the_session_is_disposed_and_without_profiling_there_is_none()
    {
        string folder = Directory.CreateTempSubdirectory("profile").FullName;
        try
        {
            foreach (bool profile in new[] { false, true })
            {
                using var options = new SessionOptions { ProfileOutputPathPrefix = Path.Combine(folder, "sum"), EnableProfiling = true };
                options.EnableProfiling = profile;
                using (var session = new InferenceSession(TestModel.Sum, options))
                {
                    using OrtValue x = OrtValue.CreateTensorValueFromMemory(new float[] { 1, 2 }, [2]);
                    using var run = new RunOptions();
                    using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, ["x", "y"], [x, x], ["z"]);
                }

                Assert.Equal(profile ? 1 : 0, Directory.GetFiles(folder).Length);
            }

            string file = Assert.Single(Directory.GetFiles(folder));
            Assert.StartsWith(Path.Combine(folder, "sum"), file, StringComparison.Ordinal);
            Assert.Contains("\"op_name\" : \"Add\"", File.ReadAllText(file), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Cuda_without_its_provider_library_throws()
    {
        Assert.SkipWhen(
            File.Exists(Path.Combine(AppContext.BaseDirectory, "libonnxruntime_providers_cuda.so")), "CUDA's provider is here.");
        using var options = new SessionOptions();
        var failed = Assert.Throws<OnnxRuntimeException>(() => options.AppendExecutionProvider_CUDA());
        Assert.Contains("libonnxruntime_providers_shared.so", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_knows_its_version_and_providers()
    {
        OrtEnv environment = OrtEnv.Instance();
        Assert.Same(environment, OrtEnv.Instance());
        Assert.True(OrtEnv.IsCreated);
        Assert.Equal("1.30.0", environment.GetVersionString());
        Assert.Contains("CPUExecutionProvider", environment.GetAvailableProviders());
        var options = new EnvironmentCreationOptions { logId = "late" };
        Assert.Throws<OnnxRuntimeException>(() => OrtEnv.CreateInstanceWithOptions(ref options));
    }

    [Fact]
    public void Nothing_is_reported_to_the_librarys_maker()
    {
        Assert.SkipWhen(
            Environment.GetEnvironmentVariable("ORT_DISABLE_TELEMETRY") is not null, "The variable is set from outside.");
        using var session = new InferenceSession(TestModel.Sum);
        // The reporter keeps its events in a file of that name, open for as long as it runs.
        IEnumerable<string?> open = Directory.GetFiles("/proc/self/fd").Select(file => new FileInfo(file).LinkTarget);
        Assert.DoesNotContain(open, file => file?.EndsWith("/onnxruntime.db", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Memory_info_says_what_it_was_made_with()
    {
        Assert.Equal("Cpu", OrtMemoryInfo.DefaultInstance.Name);
        Assert.Equal(OrtAllocatorType.DeviceAllocator, OrtMemoryInfo.DefaultInstance.GetAllocatorType());
        using var cuda = new OrtMemoryInfo("Cuda", OrtAllocatorType.ArenaAllocator, 3, OrtMemType.Default);
        Assert.Equal("Cuda", cuda.Name);
        Assert.Equal(3, cuda.Id);
        Assert.Equal(OrtMemType.Default, cuda.GetMemoryType());
        Assert.Equal(OrtAllocatorType.ArenaAllocator, cuda.GetAllocatorType());
        using var pinned = new OrtMemoryInfo(
            OrtMemoryInfo.allocatorCUDA_PINNED, OrtAllocatorType.DeviceAllocator, 0, OrtMemType.CpuOutput);
        Assert.Equal("CudaPinned", pinned.Name);
        Assert.Equal(OrtMemType.CpuOutput, pinned.GetMemoryType());
    }
}
