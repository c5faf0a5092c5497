using AssistantLoop.Chat.Files;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Chat.Styles;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Chat.Tests.Prompts;

public sealed class PromptTemplateTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".yaml");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Execution_settings_become_chat_options()
    {
        PromptTemplate prompt = Load("""
            name: p
            template_format: handlebars
            template: "{{word}}"
            execution_settings:
              default: {temperature: 0.5, top_p: 0.9, max_tokens: 7, stop_sequences: ["END"]}
            """);

        ChatOptions options = prompt.Options();

        Assert.Equal(0.5f, options.Temperature);
        Assert.Equal(0.9f, options.TopP);
        Assert.Equal(7, options.MaxOutputTokens);
        Assert.Equal(["END"], options.StopSequences);
    }

    [Fact]
    public void A_default_fills_a_missing_variable_and_nothing_is_html_escaped()
    {
        PromptTemplate prompt = Load("""
            name: p
            template_format: handlebars
            template: "{{a}} {{b}}"
            input_variables:
              - {name: b, default: "x < y & z"}
            """);

        Assert.Equal("A&F x < y & z", prompt.Render(new Dictionary<string, object?> { ["a"] = "A&F" }));
    }

    [Fact]
    public void A_required_variable_without_a_value_is_named()
    {
        PromptTemplate prompt = Load("""
            name: p
            template_format: handlebars
            template: "{{style}}"
            input_variables:
              - {name: style, is_required: true}
            """);

        var error = Assert.Throws<ContentFileException>(() => prompt.Render(new Dictionary<string, object?>()));

        Assert.Contains("'style'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: p\ntemplate: [", "line ")]
    [InlineData("name: p\ntemplate_format: handlebars\n", "'template' is missing")]
    [InlineData("template: x\ntemplate_format: handlebars\n", "'name' is missing")]
    [InlineData("name: p\ntemplate: x\n", "template_format is 'semantic-kernel'")]
    [InlineData("name: p\ntemplate: x\ntemplate_format: liquid\n", "template_format is 'liquid'")]
    [InlineData("name: p\ntemplate: '{{#if x}}'\ntemplate_format: handlebars\n", "if")]
    [InlineData("name: p\ntemplte: x\n", "templte")]
    [InlineData("", "empty")]
    public void A_malformed_prompt_is_refused_in_one_line_that_names_file_and_cause(string yaml, string cause)
    {
        var error = Assert.Throws<ContentFileException>(() => Load(yaml));

        Assert.StartsWith(_path, error.Message, StringComparison.Ordinal);
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("missing", Assert.Throws<ContentFileException>(() => PromptTemplate.Load(_path)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_style_without_instruction_is_refused()
    {
        File.WriteAllText(_path, "name: warm\n");

        Assert.Contains("'instruction'", Assert.Throws<ContentFileException>(() => StyleTemplate.Load(_path)).Message, StringComparison.Ordinal);
    }

    private PromptTemplate Load(string yaml)
    {
        File.WriteAllText(_path, yaml);
        return PromptTemplate.Load(_path);
    }
}
