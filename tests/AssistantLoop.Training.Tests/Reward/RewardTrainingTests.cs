using System.Text.Json;
using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Models.Safetensors;
using AssistantLoop.Training.Reward;
using AssistantLoop.Training.Tests.Tuning;

namespace AssistantLoop.Training.Tests.Reward;

public sealed class RewardTrainingTests
{
    // At first all rewards are 0: a pair costs ln(1 + e^margin), and being centred costs nothing.
    [Theory]
    [InlineData(0, 0.693147)]
    [InlineData(1, 1.313262)]
    public void A_pair_costs_what_the_formula_says_at_first_and_all_pairs_are_told_apart_at_last(double margin, double loss)
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        Recorder progress = new();
        RewardRecipe recipe = RewardJobs.Recipe with { Margin = margin, Centring = 0.5 };
        RewardResult result = RewardJobs.Run(RewardJobs.Of(model, recipe, temp.In("reward")), progress);

        Assert.Equal(loss, result.Losses[0], 1e-6);
        Assert.Equal(loss, result.HeldOutBefore!.Loss, 1e-6);
        Assert.Equal((0.0, 0.0), (result.HeldOutBefore.Accuracy!.Value, result.HeldOutBefore.Margin!.Value));
        Assert.True(result.HeldOutAfter!.Loss < loss / 2, $"{result.HeldOutAfter}");
        Assert.Equal(1.0, result.HeldOutAfter.Accuracy);
        Assert.Equal(1.0, progress.All[^1].Metrics["rewards/accuracy"]);
        Assert.Equal(result.Losses, progress.All.Select(at => at.Loss));
        Assert.Equal(result.HeldOutAfter.Loss, progress.All[^1].HeldOutLoss);
    }

    [Fact]
    public void The_loaded_model_gives_the_held_out_pairs_the_loss_that_the_run_measured()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        RewardRecipe recipe = RewardJobs.Recipe with { Margin = 0.5, Centring = 0.1 };
        RewardJob job = RewardJobs.Of(model, recipe, temp.In("reward"));
        RewardResult result = RewardJobs.Run(job);

        using RewardModel loaded = RewardModel.Load(model, temp.In("reward"), bfloat16: false);
        double sum = 0;
        foreach (PreferencePair pair in job.HeldOut)
        {
            double chosen = loaded.Score(pair.Prompt, pair.Chosen.Content);
            double rejected = loaded.Score(pair.Prompt, pair.Rejected.Content);
            sum += Math.Log(1 + Math.Exp(0.5 - chosen + rejected)) + (0.1 * Math.Pow(chosen + rejected, 2));
        }

        Assert.Equal(sum / 4, result.HeldOutAfter!.Loss, 1e-6);
    }

    [Fact]
    public void Centring_keeps_the_rewards_sum_near_0()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        double free = Sum(0), centred = Sum(1);
        Assert.True(centred < free / 2, $"The mean distance of a pair's sum from 0 is {centred}, and {free} where it is free.");

        double Sum(double centring)
        {
            RewardJob job = RewardJobs.Of(model, RewardJobs.Recipe with { Centring = centring }, temp.In("reward"));
            RewardJobs.Run(job);
            using RewardModel loaded = RewardModel.Load(model, temp.In("reward"), bfloat16: false);
            return job.Train.Average(pair => Math.Abs(
                loaded.Score(pair.Prompt, pair.Chosen.Content) + loaded.Score(pair.Prompt, pair.Rejected.Content)));
        }
    }

    [Fact]
    public void What_is_written_is_pefts_layout_of_a_classifier_with_where_it_comes_from()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        RewardJob job = RewardJobs.Of(model, RewardJobs.Recipe, temp.In("reward")) with { DataSetHash = "data-hash" };
        RewardResult result = RewardJobs.Run(job);

        using JsonDocument config = JsonDocument.Parse(File.ReadAllBytes(temp.In("reward/adapter_config.json")));
        Assert.Equal("SEQ_CLS", config.RootElement.GetProperty("task_type").GetString());
        Assert.Equal("score", Assert.Single(config.RootElement.GetProperty("modules_to_save").EnumerateArray()).GetString());
        using SafetensorsFile file = SafetensorsFile.Open(temp.In("reward/adapter_model.safetensors"));
        Assert.Equal([1L, 48L], file.Find("base_model.model.score.weight").Shape);
        Assert.Equal([16L, 48L], file.Find("base_model.model.model.layers.1.self_attn.q_proj.lora_A.weight").Shape);
        Assert.Equal((2 * 7 * 2) + 1, file.Tensors.Count);

        AdapterManifest manifest = AdapterManifest.Find(temp.In("reward"))!;
        Assert.Equal((model.Hash, "data-hash", 1L), (manifest.BaseHash, manifest.DataSetHash, manifest.Seed));
        Assert.Equal(5, manifest.Recipe!.Value.GetProperty("common").GetProperty("epochs").GetInt32());
        Assert.Equal(result.HeldOutAfter!.Loss, manifest.Metrics["heldOutAfter"]);
        Assert.Equal(PeftAdapter.HashOf(temp.In("reward")), result.ContentHash);
    }

    [Fact]
    public void Two_runs_give_the_same_bytes_and_another_seed_gives_others()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        string[] hashes = [.. new[] { 3, 3, 4 }.Select((seed, i) => RewardJobs.Run(RewardJobs.Of(
            model, RewardJobs.Recipe with { Common = Jobs.Recipe with { Seed = seed, Dropout = 0.1 } },
            temp.In($"{i}"))).ContentHash)];
        Assert.Equal(hashes[0], hashes[1]);
        Assert.NotEqual(hashes[0], hashes[2]);
    }

    [Fact]
    public void A_held_out_loss_that_does_not_fall_stops_the_run_whose_steps_are_logged()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        RewardJob job = RewardJobs.Of(model, RewardJobs.Recipe with
        {
            Common = Jobs.Recipe with { Epochs = 20, HeldOutEvery = 1, Patience = 2, LearningRate = 3e-2 },
        }, temp.In("reward"));

        // The other way round, so that what is learnt is wrong on what is measured.
        RewardResult result = RewardJobs.Run(job with
        {
            HeldOut = [.. job.HeldOut.Select(pair => pair with { Chosen = pair.Rejected, Rejected = pair.Chosen })],
            RunFolder = temp.In("run"),
        });
        Assert.Contains("no longer falls", result.StopReason, StringComparison.Ordinal);
        Assert.Equal(2, result.Losses.Count);
        Assert.Equal(2, File.ReadAllLines(temp.In("run/log.jsonl")).Length);
    }

    [Fact]
    public void A_cancelled_run_leaves_nothing()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        using CancellationTokenSource stop = new();
        Recorder progress = new() { Each = at => { if (at.Step == at.Steps) stop.Cancel(); } };
        RewardJob job = RewardJobs.Of(model, RewardJobs.Recipe, temp.In("reward"));
        Assert.Throws<OperationCanceledException>(() => { RewardTraining.Run(job, progress, stop.Token); });
        Assert.Equal([temp.In("model")], Directory.GetFileSystemEntries(temp.Path));
    }

    [Fact]
    public void Too_few_pairs_equal_answers_and_a_loss_that_is_no_number_are_errors()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        RewardJob job = RewardJobs.Of(model, RewardJobs.Recipe, temp.In("reward"));
        Refuse(job with { Train = [.. job.Train.Take(7)] }, "Found 7 preference pairs");
        Refuse(job with { Train = [.. job.Train.Skip(1), Equal(job.Train[0])] }, "Training pair 8 of 8 has the same answer");
        Refuse(job with { HeldOut = [Equal(job.Train[0])] }, "Held-out pair 1 of 1");
        Refuse(job with { Recipe = job.Recipe with { Common = Jobs.Recipe with { ReplayShare = 0.5 } } }, "without replay");
        Refuse(job with { Recipe = job.Recipe with { Common = Jobs.Recipe with { LearningRate = 1e30 } } }, "lower LearningRate");
        Assert.False(Directory.Exists(temp.In("reward")));

        static PreferencePair Equal(PreferencePair pair) => pair with { Rejected = pair.Chosen };

        static void Refuse(RewardJob job, string expected)
        {
            var error = Assert.Throws<TrainingException>(() => { RewardJobs.Run(job); });
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        }
    }
}
