namespace Microsoft.ML.OnnxRuntime.Tests;

public sealed class RunOptionsTests
{
    [Fact]
    public async Task Terminate_ends_a_run_under_way_with_an_exception_and_then_lets_others_run()
    {
        using var session = new InferenceSession(TestModel.Count());
        using var run = new RunOptions();
        Task endless = Task.Run(() => Count(session, run, long.MaxValue), TestContext.Current.CancellationToken);
        Assert.False(endless.IsCompleted);

        run.Terminate = true;
        var failed = await Assert.ThrowsAsync<OnnxRuntimeException>(() => endless);

        Assert.Contains("terminate", failed.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Throws<OnnxRuntimeException>(() => Count(session, run, 5));
        run.Terminate = false;
        Assert.Equal(6f, Count(session, run, 5));
    }

    [Fact]
    public void The_log_id_is_kept_by_the_runtime()
    {
        using var run = new RunOptions();
        Assert.Equal("", run.LogId);
        run.LogId = "schritt-ß";
        Assert.Equal("schritt-ß", run.LogId);
    }

    [Fact]
    public void A_configuration_entry_reaches_the_run()
    {
        using var session = new InferenceSession(TestModel.Count());
        using var run = new RunOptions();
        run.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", "gpu:9");
        var failed = Assert.Throws<OnnxRuntimeException>(() => Count(session, run, 1));
        Assert.Contains("gpu:9", failed.Message, StringComparison.Ordinal);
        run.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
        Assert.Equal(2f, Count(session, run, 1));
    }

    private static float Count(InferenceSession session, RunOptions run, long trips)
    {
        using OrtValue limit = OrtValue.CreateTensorValueFromMemory([trips], []);
        using OrtValue go = OrtValue.CreateTensorValueFromMemory([true], []);
        using OrtValue x = OrtValue.CreateTensorValueFromMemory([1f], [1]);
        using var outputs = session.Run(run, ["trips", "go", "x"], [limit, go, x], ["y"]);
        return outputs[0].GetTensorDataAsSpan<float>()[0];
    }
}
