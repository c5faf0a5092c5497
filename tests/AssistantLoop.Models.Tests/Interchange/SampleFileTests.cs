using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Models.Tests.Interchange;

public sealed class SampleFileTests
{
    private static readonly SampleMessage[] s_prompt = [new("system", "Be brief."), new("user", "Größe \"L\"?\nJa — 🙂")];

    [Fact]
    public void Chat_samples_are_read_back_as_written()
    {
        using TestFolder folder = new();
        ChatSample sample = new([.. s_prompt, new("assistant", "No.") { Weight = 0 }, new("assistant", "Yes.")]);
        ChatSampleFile.Write(folder.File("a.jsonl"), [sample, sample]);
        IReadOnlyList<ChatSample> read = ChatSampleFile.Read(folder.File("a.jsonl"));
        Assert.Equal(2, read.Count);
        Assert.Equal(sample.Messages, read[0].Messages);
        Assert.Contains("Größe \\\"L\\\"?\\nJa — ", File.ReadAllText(folder.File("a.jsonl")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PreferenceShape.OpenAI, "non_preferred_output")]
    [InlineData(PreferenceShape.Trl, "\"rejected\"")]
    public void Preference_pairs_are_read_back_in_both_shapes(PreferenceShape shape, string mark)
    {
        using TestFolder folder = new();
        PreferencePair pair = new(s_prompt, new("assistant", "Good."), new("assistant", "Bad."));
        PreferenceFile.Write(folder.File("p.jsonl"), [pair], shape);
        PreferencePair read = Assert.Single(PreferenceFile.Read(folder.File("p.jsonl")));
        Assert.Equal((pair.Chosen, pair.Rejected), (read.Chosen, read.Rejected));
        Assert.Equal(pair.Prompt, read.Prompt);
        Assert.Contains(mark, File.ReadAllText(folder.File("p.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public void Unpaired_samples_are_read_back_as_written()
    {
        using TestFolder folder = new();
        UnpairedFile.Write(folder.File("u.jsonl"), [new UnpairedSample(s_prompt, new("assistant", "Hm."), false)]);
        UnpairedSample read = Assert.Single(UnpairedFile.Read(folder.File("u.jsonl")));
        Assert.Equal((false, "Hm."), (read.Label, read.Completion.Content));
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"a"}]}""", "at least one assistant")]
    [InlineData("""{"messages":[]}""", "at least one message")]
    [InlineData("""{"messages":[{"role":"bot","content":"a"}]}""", "messages[0].role")]
    [InlineData("""{"messages":[{"role":"assistant","content":null}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"user","content":"a","weight":1}]}""", "messages[0].weight")]
    [InlineData("""{"messages":[{"role":"assistant","content":"a","weight":2}]}""", "messages[0].weight")]
    [InlineData("""{"messages":[{"role":"assistant","content":"\ud800"}]}""", "Unicode")]
    [InlineData("""{"messages":"a"}""", "list")]
    [InlineData("[1]", "missing")]
    [InlineData("{", "JSON")]
    public void A_bad_line_is_refused_by_its_number(string line, string cause)
    {
        using TestFolder folder = new();
        string good = """{"messages":[{"role":"assistant","content":"a"}]}""";
        string file = folder.Write("a.jsonl", $"{good}\n\n{line}\n");
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => ChatSampleFile.Read(file));
        Assert.StartsWith($"{file}: line 3: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused()
    {
        using TestFolder folder = new();
        File.WriteAllBytes(folder.File("a.jsonl"), [.. "{\"messages\":[{\"role\":\"assistant\",\"content\":\""u8, 0xFF, .. "\"}]}"u8]);
        Assert.Contains("UTF-8", Assert.Throws<ModelFormatException>(() => ChatSampleFile.Read(folder.File("a.jsonl"))).Problem,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"prompt":[{"role":"user","content":"a"}],"chosen":[{"role":"assistant","content":"b"}]}""", "rejected")]
    [InlineData("""{"input":{},"preferred_output":[],"non_preferred_output":[]}""", "input.messages")]
    [InlineData("""{"prompt":[{"role":"user","content":"a"}],"chosen":[{"role":"user","content":"b"}],"rejected":[]}""", "chosen")]
    public void A_pair_without_its_parts_is_refused(string line, string cause)
    {
        using TestFolder folder = new();
        string file = folder.Write("p.jsonl", line);
        Assert.Contains(cause, Assert.Throws<ModelFormatException>(() => PreferenceFile.Read(file)).Problem, StringComparison.Ordinal);
    }
}
