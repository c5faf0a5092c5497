using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Models.Tests.ChatTemplates;

public sealed class AssistantSpansTests
{
    private const string Plain =
        "{% for m in messages %}<{{ m.role }}>{{ m.content }}</>\n{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}";

    private static readonly SampleMessage[] s_chat =
        [new("user", "ask"), new("assistant", "one"), new("user", "ask"), new("assistant", "two")];

    [Fact]
    public void Marked_blocks_are_the_spans() =>
        Assert.Equal([" one<|end|>", " two<|end|>"], Texts(ChatTemplate.StarterSource, addGenerationPrompt: false));

    [Fact]
    public void Without_marks_a_span_is_what_the_answer_adds_to_its_prompt()
    {
        Assert.Equal(["one</>\n", "two</>\n"], Texts(Plain, addGenerationPrompt: false));
        Assert.Equal(["one</>\n", "two</>\n"], Texts(Plain, addGenerationPrompt: true));
    }

    [Fact]
    public void A_template_that_rewrites_earlier_turns_gives_the_last_alone()
    {
        string forgetful = Plain.Replace("{{ m.content }}", "{{ m.content if loop.last or m.role == 'user' }}", StringComparison.Ordinal);
        Assert.Equal(["two</>\n"], Texts(forgetful, addGenerationPrompt: false));
    }

    [Fact]
    public void Marks_that_do_not_match_the_answers_are_refused() => Assert.Contains("marks 1 `generation` blocks for 2",
        Assert.Throws<ModelFormatException>(() => Texts("{% generation %}x{% endgeneration %}", false)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Every_shared_template_that_renders_gives_the_words_or_says_that_it_cannot()
    {
        Dictionary<string, string> tokens = new() { ["bos_token"] = "<s>", ["eos_token"] = "</s>" };
        int found = 0;
        foreach (string file in Directory.GetFiles(SharedData.Require("conformance/chat-templates"), "*.jinja"))
        {
            try
            {
                ChatTemplate template = ChatTemplate.Parse(File.ReadAllText(file), tokens, new FixedClock());
                (string text, var answers) = AssistantSpans.Find(template, s_chat, addGenerationPrompt: false);
                Assert.All(answers, answer =>
                {
                    string words = text[answer.Span.Start..answer.Span.End];
                    Assert.Contains(s_chat[answer.Message].Content, words, StringComparison.Ordinal);
                    Assert.DoesNotContain("ask", words, StringComparison.Ordinal);
                });
                found += answers.Any(answer => answer.Message == 3) ? 1 : 0;
            }
            catch (ModelFormatException error)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{Path.GetFileName(file)} {error.Message}");
            }
        }

        Assert.True(found >= 17, $"{found} templates gave the spans");
    }

    private static IEnumerable<string> Texts(string source, bool addGenerationPrompt)
    {
        (string text, var answers) = AssistantSpans.Find(ChatTemplate.Parse(source), s_chat, addGenerationPrompt);
        return [.. answers.Select(answer => text[answer.Span.Start..answer.Span.End])];
    }
}
