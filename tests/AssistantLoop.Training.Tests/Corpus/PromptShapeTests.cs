using AssistantLoop.Chat.Prompts;
using AssistantLoop.Training.Corpus;
using AssistantLoop.Training.Corpus.Dialogues;

namespace AssistantLoop.Training.Tests.Corpus;

/// <summary>What is trained on is what the model will see: the product's own template, rendered, byte for byte.</summary>
public sealed class PromptShapeTests
{
    private static readonly PromptTemplate s_template = PromptTemplate.Load(Find("prompts/answer.yaml"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_system_message_is_what_the_template_renders(bool heldOut)
    {
        CorpusGenerator generator = new(CorpusWeights.Tuning, heldOut);
        int glossaries = 0, rules = 0, without = 0, orders = 0;
        for (int i = 0; i < 1500; i++)
        {
            DrawnSample drawn = generator.Draw(4, i);
            Scene scene = drawn.Scene;
            string rendered = s_template.Render(new Dictionary<string, object?>
            {
                ["assistant"] = scene.World.Assistant,
                ["business"] = scene.World.Business,
                ["style"] = scene.Style.Instruction,
                ["glossary"] = string.Join("; ", scene.Glossary.Select(entry => $"{entry.Term} = {entry.Meaning}")),
                ["rules"] = scene.RuleLines,
                ["passages"] = drawn.Shown.Select((passage, at) => new Dictionary<string, object>
                {
                    ["number"] = at + 1,
                    ["title"] = scene.Passages[passage - 1].Title,
                    ["text"] = scene.Passages[passage - 1].Text,
                }).ToArray(),
            });
            Assert.Equal(rendered, drawn.Sample.Messages[0].Content);
            glossaries += scene.Glossary.Count > 0 ? 1 : 0;
            rules += scene.RuleLines.Count > 1 ? 1 : 0;
            without += drawn.Shown.Count == 0 ? 1 : 0;
            orders += scene.OrderedWord is null ? 0 : 1;
        }

        Assert.All((int[])[glossaries, rules, without, orders], count => Assert.True(count > 20));
    }

    private static string Find(string path)
    {
        DirectoryInfo at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "AssistantLoop.sln"))) at = at.Parent!;
        return Path.Combine(at.FullName, path);
    }
}
