using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Tokenization;
using AssistantLoop.Training.Pretrain;

namespace AssistantLoop.Training.Tests.Pretrain;

public sealed class StarterDataTests
{
    private static readonly PretrainRecipe s_recipe = new() { VocabularySize = 300 };

    [Fact]
    public void The_stream_can_be_entered_anywhere_and_holds_the_assistants_words()
    {
        using TempFolder temp = new();
        PretrainData data = StarterData.Prepare(s_recipe, null, temp.In("tokenizer"));
        List<EncodedChat> texts = [.. data.SamplesFrom(0).Take(30)];
        Assert.Equal(texts[20].Ids, data.SamplesFrom(20).First().Ids);
        Assert.Equal(100, data.HeldOut.Count);
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.Load(temp.In("tokenizer"));
        Assert.All(texts, text =>
        {
            Assert.Equal(s_recipe.BosTokenId, text.Ids[0]);
            Assert.Equal(s_recipe.EosTokenId, text.Ids[^1]);
            Assert.True(text.Trainable[^1]);
            Assert.Matches(@"^<\|system\|>(You are |Say Yes if this answers )", tokenizer.Decode(text.Ids[1..], skipSpecial: false));
        });
    }

    [Fact]
    public void Many_readers_give_the_texts_of_one()
    {
        using TempFolder temp = new();
        PretrainData one = StarterData.Prepare(s_recipe, null, temp.Path);
        PretrainData many = StarterData.Prepare(s_recipe with { Readers = 3 }, null, temp.Path);
        Assert.Equal(
            one.SamplesFrom(7).Take(200).Select(text => string.Join(' ', text.Ids)),
            many.SamplesFrom(7).Take(200).Select(text => string.Join(' ', text.Ids)));
    }

    [Fact]
    public void A_tokenizer_that_is_there_is_kept_and_must_fit_the_recipe()
    {
        using TempFolder temp = new();
        StarterData.Prepare(s_recipe, null, temp.Path);
        byte[] before = File.ReadAllBytes(temp.In("tokenizer.json"));
        StarterData.Prepare(s_recipe with { VocabularySize = 310 }, null, temp.Path);
        Assert.Equal(before, File.ReadAllBytes(temp.In("tokenizer.json")));
        TrainingException error = Assert.Throws<TrainingException>(() =>
        {
            StarterData.Prepare(s_recipe with { VocabularySize = 290 }, null, temp.Path);
        });
        Assert.Contains("300 tokens", error.Message, StringComparison.Ordinal);
    }
}
