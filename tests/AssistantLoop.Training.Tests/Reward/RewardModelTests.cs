using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Training.Reward;
using AssistantLoop.Training.Tests.Tuning;

namespace AssistantLoop.Training.Tests.Reward;

public sealed class RewardModelTests
{
    [Fact]
    public void Scores_are_in_the_texts_order_and_do_not_depend_on_the_other_texts()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        RewardJobs.Run(RewardJobs.Of(model, RewardJobs.Recipe, temp.In("reward")));
        using RewardModel reward = RewardModel.Load(model, temp.In("reward"), bfloat16: false);
        ChatEncoder encoder = new(model.Template, model.Tokenizer);
        EncodedChat[] texts = [.. Jobs.Pairs(3).SelectMany(pair => new[]
        {
            encoder.Encode([.. pair.Prompt, pair.Rejected]), encoder.Encode([.. pair.Prompt, pair.Chosen]),
        })];
        double[] together = reward.Score(texts);
        for (int i = 0; i < texts.Length; i++) Assert.Equal(reward.Score([texts[i]])[0], together[i], 1e-5);
        Assert.True(together[1] > together[0] && together[3] > together[2] && together[5] > together[4]);
        Assert.Empty(reward.Score([]));
    }

    [Fact]
    public void An_adapter_that_writes_is_no_reward_model_and_a_reward_model_does_not_write()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        RewardJobs.Run(RewardJobs.Of(model, RewardJobs.Recipe, temp.In("reward")));
        Jobs.Run(Jobs.Of(model, Training.Tuning.TrainingSet.Of(SmallAssistant.Samples(5)), Jobs.Recipe, temp.In("writes")));
        Refuse(() => RewardModel.Load(model, temp.In("writes")), "SEQ_CLS");
        Refuse(() => PeftAdapter.Load(temp.In("reward"), model.Config), "CAUSAL_LM");
    }

    [Fact]
    public void A_reward_model_of_another_base_is_refused()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        using ModelFolder other = SmallAssistant.Create(temp.In("other"), seed: 2);
        RewardJobs.Run(RewardJobs.Of(model, RewardJobs.Recipe, temp.In("reward")));
        Refuse(() => RewardModel.Load(other, temp.In("reward")), "another base model");
    }

    private static void Refuse(Func<object> load, string expected)
    {
        var error = Assert.Throws<ModelFormatException>(load);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
