using AssistantLoop.Models.ChatTemplates;

namespace AssistantLoop.Models.Tests.ChatTemplates;

public sealed class ConformanceTests(JinjaReference reference) : IClassFixture<JinjaReference>
{
    private static readonly Dictionary<string, string> s_tokens = new() { ["bos_token"] = "<s>", ["eos_token"] = "</s>" };

    public static TheoryData<string, string, bool> Cases()
    {
        TheoryData<string, string, bool> cases = [];
        string[] templates = JinjaReference.TemplateFolder is string folder
            ? [.. Directory.GetFiles(folder, "*.jinja").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)]
            : ["absent"];
        foreach (string template in templates)
        {
            foreach (string conversation in JinjaReference.Conversations.Keys)
            {
                cases.Add(template, conversation, false);
                cases.Add(template, conversation, true);
            }
        }

        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_template_renders_as_the_reference_does_or_is_refused_with_it(string name, string conversation, bool prompt)
    {
        string file = Path.Combine(SharedData.Require("conformance/chat-templates"), name);
        string? expected = reference.Render(name, conversation, prompt);
        ChatTemplate template = ChatTemplate.Parse(File.ReadAllText(file), s_tokens, new FixedClock());
        if (expected is null)
        {
            ModelFormatException error = Assert.Throws<ModelFormatException>(
                () => template.Render(JinjaReference.Conversations[conversation], prompt));
            Assert.Matches("line [0-9]+: .+", error.Message);
            TestContext.Current.TestOutputHelper?.WriteLine(error.Message);
        }
        else
        {
            Assert.Equal(expected, template.Render(JinjaReference.Conversations[conversation], prompt));
        }
    }
}
