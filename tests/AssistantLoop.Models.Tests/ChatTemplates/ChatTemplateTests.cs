using System.Text.Json;
using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Models.Tests.ChatTemplates;

public sealed class ChatTemplateTests
{
    private const string ChatMl = """
        {% for message in messages %}
        {{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}{% endfor %}
        {% if add_generation_prompt %}
        {{ '<|im_start|>assistant\n' }}
        {%- endif %}
        """;

    private const string Llama2 = """
        {%- if messages[0]['role'] == 'system' -%}
            {%- set system = '<<SYS>>\n' + messages[0]['content'] + '\n<</SYS>>\n\n' -%}
            {%- set messages = messages[1:] -%}
        {%- else -%}
            {%- set system = '' -%}
        {%- endif -%}
        {%- for message in messages -%}
            {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) -%}
                {{ raise_exception('roles must alternate') }}
            {%- endif -%}
            {%- if message['role'] == 'user' -%}
                {{ bos_token + '[INST] ' + (system if loop.first else '') + message['content'].strip() + ' [/INST]' }}
            {%- else -%}
                {{ ' ' + message['content'].strip() + ' ' + eos_token }}
            {%- endif -%}
        {%- endfor -%}
        """;

    private const string WithMacros = """
        {%- macro turn(role, text) -%}<{{ role }}>{{ text | trim }}</{{ role }}>{%- endmacro -%}
        {%- set ns = namespace(count=0, system=none) -%}
        {%- for message in messages if message.role == 'system' -%}
            {%- set ns.system = message.content -%}
        {%- endfor -%}
        {%- if ns.system is not none %}{{ turn('s', ns.system) }}{% endif -%}
        {%- for message in messages | rejectattr('role', 'equalto', 'system') -%}
            {%- set ns.count = ns.count + 1 -%}
            {{ turn(message.role[0], message.content) }}
        {%- endfor -%}
        ({{ ns.count }})
        """;

    private static readonly SampleMessage[] s_chat =
    [
        new("system", "Be brief."), new("user", " Hi "), new("assistant", "Hello!"), new("user", "Bye"),
    ];

    private static readonly Dictionary<string, string> s_tokens = new() { ["bos_token"] = "<s>", ["eos_token"] = "</s>" };

    [Fact]
    public void A_ChatML_template_renders() => Assert.Equal(
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n Hi <|im_end|>\n<|im_start|>assistant\nHello!<|im_end|>\n"
        + "<|im_start|>user\nBye<|im_end|>\n<|im_start|>assistant\n",
        ChatTemplate.Parse(ChatMl).Render(s_chat, true));

    [Fact]
    public void A_Llama_2_template_renders() => Assert.Equal(
        "<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\nHi [/INST] Hello! </s><s>[INST] Bye [/INST]",
        ChatTemplate.Parse(Llama2, s_tokens, TimeProvider.System).Render(s_chat, true));

    [Fact]
    public void A_template_with_macros_and_namespaces_renders() => Assert.Equal(
        "<s>Be brief.</s><u>Hi</u><a>Hello!</a><u>Bye</u>(3)", ChatTemplate.Parse(WithMacros).Render(s_chat, false));

    [Fact]
    public void The_starter_template_marks_what_the_assistant_wrote()
    {
        ChatTemplate template = ChatTemplate.Parse(ChatTemplate.StarterSource);
        SampleMessage[] chat = [.. s_chat, new("assistant", "Bye now [1].")];
        RenderedChat rendered = template.RenderWithSpans(chat, false);
        Assert.Equal("<|endoftext|><|system|>Be brief.<|end|><|user|> Hi <|end|><|assistant|> Hello!<|end|>"
            + "<|user|>Bye<|end|><|assistant|> Bye now [1].<|end|>", rendered.Text);
        Assert.Equal([" Hello!<|end|>", " Bye now [1].<|end|>"],
            rendered.Generated.Select(span => rendered.Text[span.Start..span.End]));
    }

    [Fact]
    public void The_starter_prompt_is_the_beginning_of_the_whole()
    {
        ChatTemplate template = ChatTemplate.Parse(ChatTemplate.StarterSource);
        string prompt = template.Render(s_chat, true);
        Assert.EndsWith("<|user|>Bye<|end|><|assistant|>", prompt, StringComparison.Ordinal);
        Assert.StartsWith(prompt, template.Render([.. s_chat, new("assistant", "So long")], false), StringComparison.Ordinal);
        Assert.Throws<ModelFormatException>(() => template.Render([new("tool", "x")], true));
    }

    [Fact]
    public void The_template_and_its_tokens_come_from_tokenizer_config()
    {
        using TestFolder folder = new();
        folder.Write("tokenizer_config.json", JsonSerializer.Serialize(new
        {
            chat_template = "{{ bos_token }}{{ messages[0].content }}{{ eos_token }}{{ pad_token is defined }}",
            bos_token = "<s>",
            eos_token = new { content = "</s>", lstrip = false },
            pad_token = (string?)null,
        }));
        Assert.Equal("<s>x</s>False", ChatTemplate.Load(folder.Path).Render([new("user", "x")], true));
    }

    [Fact]
    public void A_template_file_wins_and_a_named_default_is_found()
    {
        using TestFolder folder = new();
        folder.Write("tokenizer_config.json", """
            {"chat_template":[{"name":"tool_use","template":"t"},{"name":"default","template":"d"}]}
            """);
        Assert.Equal("d", ChatTemplate.Load(folder.Path).Render([], false));
        folder.Write("chat_template.jinja", "file\n");
        Assert.Equal("file", ChatTemplate.Load(folder.Path).Render([], false));
    }

    [Theory]
    [InlineData(null, "neither chat_template.jinja nor tokenizer_config.json")]
    [InlineData("{}", "`chat_template` is missing")]
    [InlineData("""{"chat_template":7}""", "`chat_template` must be")]
    [InlineData("""{"chat_template":[]}""", "\"default\"")]
    [InlineData("""{"chat_template":["x"]}""", "objects")]
    [InlineData("""{"chat_template":"{% include 'a' %}"}""", "`chat_template`, line 1: the tag `include`")]
    [InlineData("""{"chat_template":"x","bos_token":5}""", "`bos_token`")]
    public void A_folder_without_a_usable_template_is_refused(string? config, string cause)
    {
        using TestFolder folder = new();
        if (config is not null)
        {
            folder.Write("tokenizer_config.json", config);
        }

        ModelFormatException error = Assert.Throws<ModelFormatException>(() => ChatTemplate.Load(folder.Path));
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(folder.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_template_renders_on_many_threads_at_once()
    {
        ChatTemplate template = ChatTemplate.Parse(WithMacros);
        string expected = template.Render(s_chat, true);
        Parallel.For(0, 200, _ => Assert.Equal(expected, template.Render(s_chat, true)));
    }
}
