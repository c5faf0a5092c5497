using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.OnPolicy;
using AssistantLoop.Training.Tests.Tuning;

namespace AssistantLoop.Training.Tests.OnPolicy;

public sealed class OnPolicyTrainingTests
{
    // Three steps.
    private static readonly OnPolicyRecipe s_short = OnPolicyJobs.Recipe with
    {
        Common = OnPolicyJobs.Recipe.Common with { Epochs = 1 },
    };

    [Fact]
    public void Steps_are_told_and_logged_and_the_manifest_says_where_the_adapter_comes_from()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        Recorder progress = new();
        OnPolicyJob job = OnPolicyJobs.Of(model, s_short, OnPolicyJobs.SaysFinch, temp.In("out"));
        OnPolicyResult result = OnPolicyJobs.Run(
            job with { RunFolder = temp.In("run"), DataSetHash = "data-hash" }, progress);

        Assert.Equal([1, 2, 3], progress.All.Select(at => at.Step));
        Assert.Equal(result.Steps.Select(step => step.Reward), progress.All.Select(at => at.Metrics["rewards/mean"]));
        Assert.Equal(result.Steps.Select(step => step.Divergence), progress.All.Select(at => at.Metrics["kl"]));
        Assert.Equal(result.HeldOutAfter, progress.All[^1].Metrics["rewards/heldOut"]);
        string[] lines = File.ReadAllLines(temp.In("run/log.jsonl"));
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.Contains("answers/length", line, StringComparison.Ordinal));

        AdapterManifest manifest = PeftAdapter.Load(temp.In("out"), model.Config, model.Hash).Manifest!;
        Assert.Equal(("data-hash", 1L, null), (manifest.DataSetHash, manifest.Seed, manifest.Parent));
        Assert.Equal("Grpo", manifest.Recipe!.Value.GetProperty("method").GetString());
        Assert.Equal(result.Steps[^1].Reward, manifest.Metrics["lastReward"]);
    }

    [Fact]
    public void Two_runs_give_the_same_bytes_and_another_seed_gives_others()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        foreach ((int seed, string name) in new[] { (3, "a"), (3, "b"), (4, "c") })
        {
            OnPolicyJobs.Run(OnPolicyJobs.Of(
                model, s_short with { TopP = 0.9, Common = s_short.Common with { Seed = seed } },
                answer => answer.Length, temp.In(name)));
        }

        byte[] Bytes(string name) => File.ReadAllBytes(temp.In($"{name}/adapter_model.safetensors"));
        Assert.Equal(Bytes("a"), Bytes("b"));
        Assert.NotEqual(Bytes("a"), Bytes("c"));
    }

    [Fact]
    public void The_reference_of_an_adapter_that_is_gone_on_from_is_that_adapter_as_it_was()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        OnPolicyJob job = OnPolicyJobs.Of(model, s_short, answer => answer.Length, temp.In("first"));
        OnPolicyResult first = OnPolicyJobs.Run(job);
        OnPolicyResult second = OnPolicyJobs.Run(job with
        {
            From = PeftAdapter.Load(temp.In("first"), model.Config, model.Hash),
            FromHash = first.ContentHash,
            Output = temp.In("second"),
        });
        Assert.Equal(0.0, second.Steps[0].Divergence);
        Assert.NotEqual(0.0, second.Steps[1].Divergence);
        Assert.Equal(first.HeldOutAfter, second.HeldOutBefore);
        Assert.Equal(first.ContentHash, AdapterManifest.Find(temp.In("second"))!.Parent);
    }

    [Fact]
    public void Answers_that_leave_the_reference_too_far_stop_the_run()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        OnPolicyResult result = OnPolicyJobs.Run(OnPolicyJobs.Of(
            model, OnPolicyJobs.Recipe with { Beta = 0, MaxDivergence = 0.5 }, OnPolicyJobs.SaysFinch, temp.In("out")));
        Assert.Contains("left the reference", result.StopReason, StringComparison.Ordinal);
        Assert.InRange(result.Steps.Count, 2, 20);
        Assert.True(result.Steps[^1].Divergence > 0.5);
        Assert.All(result.Steps.SkipLast(1), step => Assert.True(step.Divergence <= 0.5));
    }

    [Fact]
    public void A_held_out_reward_that_does_not_rise_stops_the_run()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        OnPolicyJob job = OnPolicyJobs.Of(model, OnPolicyJobs.Recipe with
        {
            Common = OnPolicyJobs.Recipe.Common with { HeldOutEvery = 1, Patience = 2 },
        }, OnPolicyJobs.SaysFinch, temp.In("out"));
        OnPolicyResult result = OnPolicyJobs.Run(job with
        {
            Worth = (prompt, answer) => job.HeldOut.Contains(prompt) ? 0 : OnPolicyJobs.SaysFinch(answer),
        });
        Assert.Contains("no longer rises", result.StopReason, StringComparison.Ordinal);
        Assert.Equal((2, 0.0), (result.Steps.Count, result.HeldOutAfter!.Value));
    }

    [Fact]
    public void A_cancelled_run_leaves_nothing()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        foreach (int last in new[] { 1, 3 })
        {
            using CancellationTokenSource stop = new();
            Recorder progress = new() { Each = at => { if (at.Step == last) stop.Cancel(); } };
            Assert.Throws<OperationCanceledException>(() =>
            {
                OnPolicyTraining.Run(
                    OnPolicyJobs.Of(model, s_short, OnPolicyJobs.SaysFinch, temp.In("out")), progress, stop.Token);
            });
            Assert.Equal(last, progress.All.Count);
        }

        Assert.Equal([temp.In("model")], Directory.GetFileSystemEntries(temp.Path));
    }

    [Fact]
    public void Prompts_that_are_too_long_for_an_answer_are_counted_and_left_out()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        IReadOnlyList<SampleMessage> endless =
            [new(SampleMessage.User, string.Concat(Enumerable.Repeat("What then? ", 60)))];
        OnPolicyJob job = OnPolicyJobs.Of(model, s_short, OnPolicyJobs.SaysFinch, temp.In("out"));
        OnPolicyResult result = OnPolicyJobs.Run(job with { Prompts = [.. job.Prompts, endless] });
        Assert.Equal((9, 1), (result.Prompts, result.TooLong));
        Refuse(job with { Prompts = [endless] }, "all 1 leave no room for 12 tokens of an answer within 128");
    }

    [Fact]
    public void What_cannot_be_answered_or_has_nothing_to_teach_is_an_error()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        OnPolicyJob job = OnPolicyJobs.Of(model, s_short, OnPolicyJobs.SaysFinch, temp.In("out"));
        Refuse(job with { Prompts = [] }, "No prompt is left");
        Refuse(job with { Prompts = [OnPolicyJobs.Prompts[0], []] }, "Prompt 2 of 2 does not end before an answer");
        Refuse(job with { HeldOut = [SmallAssistant.Samples(1)[0].Messages] }, "Held-out prompt 1 of 1");
        Refuse(job with { Worth = (_, _) => 0.7 }, "In the first 3 steps all answers to a prompt were worth the same");
        Refuse(job with { Worth = (_, _) => double.NaN }, "An answer is worth NaN");
        Refuse(job with { Recipe = s_short with { Answers = 1 } }, "Answers must be at least 2; it is 1.");
        Refuse(job with { Recipe = s_short with { Common = s_short.Common with { Dropout = 0.1 } } }, "Dropout must be 0");
        Assert.False(Directory.Exists(temp.In("out")));
    }

    private static void Refuse(OnPolicyJob job, string expected)
    {
        var error = Assert.Throws<TrainingException>(() => { OnPolicyJobs.Run(job); });
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
