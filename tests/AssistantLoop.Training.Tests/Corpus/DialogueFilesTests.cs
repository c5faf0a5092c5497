using System.IO.Compression;
using System.Text;
using AssistantLoop.Models;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus;
using AssistantLoop.Training.Corpus.Files;

namespace AssistantLoop.Training.Tests.Corpus;

public sealed class DialogueFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialogues");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_dialogue_becomes_windows_of_six_turns_that_begin_with_the_user()
    {
        string turns = string.Join(", ", Enumerable.Range(1, 5)
            .Select(i => $"[\"user\", \"question {i} ?\"], [\"assistant\", \"answer {i}\"]"));
        Write("sgd-train.jsonl.gz", $"{{\"turns\": [[\"assistant\", \"hello\"], {turns}]}}");

        DialogueFiles files = DialogueFiles.Load(_folder.FullName);

        Assert.Equal([7, 5], files.Samples.Select(sample => sample.Messages.Count));
        Assert.Equal("question 1?", files.Samples[0].Messages[1].Content);
        Assert.Equal("Answer 1.", files.Samples[0].Messages[2].Content);
        Assert.Equal("question 4?", files.Samples[1].Messages[1].Content);
        Assert.Matches(@"^You are [^,]+, the assistant of .+\.$", files.Samples[0].Messages[0].Content);
    }

    [Fact]
    public void A_tool_result_that_is_repeated_becomes_a_cited_passage()
    {
        Write("star-train.jsonl.gz", """
            {"turns": [["user", "Medicine?"], ["tool", "{\"Message\": \"Take medicine before breakfast.\"}"],
            """ + """
             ["tool", "null"], ["assistant", "Take medicine before breakfast.."], ["user", "Bye"],
            """ + """
             ["assistant", "Goodbye!"]]}
            """);

        ChatSample sample = Assert.Single(DialogueFiles.Load(_folder.FullName).Samples);

        string system = sample.Messages[0].Content;
        Assert.EndsWith("\n[1] Knowledge base: Take medicine before breakfast.", system, StringComparison.Ordinal);
        Assert.Equal("Take medicine before breakfast [1].", sample.Messages[2].Content);
        Assert.Equal("Goodbye!", sample.Messages[4].Content);
    }

    [Fact]
    public void Fields_of_a_tool_result_are_written_out() =>
        Assert.Equal(
            "City: Chicago; Temperature celsius: 28; Takes pets: yes.",
            ToolResult.Text("""
                {"APIName": "w", "id": 3, "City": "Chicago", "TemperatureCelsius": 28, "TakesPets": true}
                """));

    [Theory]
    [InlineData("i think i  can .  yes", "I think I can. Yes.")]
    [InlineData("PLEASE WAIT!", "Please wait!")]
    [InlineData("It’s “fine”", "It's \"fine\"")]
    public void Broken_casing_and_spacing_is_put_right(string text, string clean) =>
        Assert.Equal(clean, CleanText.Sentences(text));

    [Fact]
    public void Products_are_asked_for_their_description_and_price()
    {
        Write("eshop-products.jsonl.gz", """
            {"Brand": "Beam", "Model": "One", "Description": "A bright lamp. It is light.", "Price": 49.5}
            """);

        DialogueFiles files = DialogueFiles.Load(_folder.FullName);

        const string Passage = "\n[1] Beam One: A bright lamp. It is light. The Beam One costs 49.5 dollars.";
        Assert.EndsWith(Passage, files.Samples[0].Messages[0].Content, StringComparison.Ordinal);
        Assert.Equal("The Beam One costs 49.5 dollars [1].", files.Samples[0].Messages[^1].Content);
        Assert.Equal([new SourceCard("eShopSupport products (dotnet/eShopSupport)", "MIT", 1)], files.Sources);
    }

    [Fact]
    public void Dialogues_that_name_the_sample_business_are_left_out()
    {
        Write(
            "taskmaster4.jsonl.gz",
            """{"turns": [["user", "Is this Finch?"], ["assistant", "Yes."]]}""",
            """{"turns": [["user", "Hi"], ["assistant", "Hi."]]}""");

        Assert.Single(DialogueFiles.Load(_folder.FullName).Samples);
    }

    [Fact]
    public void A_bad_line_is_named_in_the_error()
    {
        Write("taskmaster4.jsonl.gz", """{"turns": [["user", "Hi"], ["assistant", "Hi."]]}""", """{"turnips": []}""");

        var error = Assert.Throws<ModelFormatException>(() => DialogueFiles.Load(_folder.FullName));

        Assert.Contains("taskmaster4.jsonl.gz: Line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_gzip_and_a_missing_folder_are_named_in_the_error()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "star-train.jsonl.gz"), "not gzip");

        var damaged = Assert.Throws<ModelFormatException>(() => DialogueFiles.Load(_folder.FullName));
        var missing = Assert.Throws<ModelFormatException>(() => DialogueFiles.Load("/no/such"));

        Assert.Contains("star-train.jsonl.gz", damaged.Message, StringComparison.Ordinal);
        Assert.Contains("/no/such", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mix_holds_the_recorded_share_resumes_anywhere_and_repeats_none_before_all_were_used()
    {
        Write("taskmaster4.jsonl.gz", [.. Enumerable.Range(0, 10)
            .Select(i => $"{{\"turns\": [[\"user\", \"order {i}\"], [\"assistant\", \"Done.\"]]}}")]);
        var mix = new CorpusMix(new CorpusGenerator(), DialogueFiles.Load(_folder.FullName), 0.25);

        List<string> samples = [.. mix.Generate(4, 0).Take(80).Select(FirstQuestion)];
        List<string> recorded = samples.FindAll(text => text.StartsWith("order ", StringComparison.Ordinal));

        Assert.Equal(20, recorded.Count);
        Assert.Equal(10, recorded.Take(10).Distinct().Count());
        Assert.Equal(samples.Skip(37), mix.Generate(4, 37).Take(43).Select(FirstQuestion));
    }

    [Fact]
    public void Without_files_everything_is_generated() =>
        Assert.Equal(
            new CorpusGenerator().Sample(6, 3).Messages[1].Content,
            new CorpusMix(new CorpusGenerator()).Generate(6, 3).First().Messages[1].Content);

    [Fact]
    public void The_shared_data_gives_samples_that_fit_and_name_their_licence()
    {
        string? data = SharedData();
        Assert.SkipUnless(data is not null, "The shared data folder is not beside the repository.");

        DialogueFiles files = DialogueFiles.Load(data!);

        Assert.Equal(5, files.Sources.Count);
        Assert.All(files.Sources, source => Assert.True(source.Licence.Length > 0 && source.Samples > 100));
        Assert.All(files.Samples, sample => Assert.InRange(sample.Messages.Sum(turn => turn.Content.Length), 1, 1600));
        int cited = files.Samples.Count(sample => sample.Messages[0].Content.Contains("[1]", StringComparison.Ordinal));
        Assert.True(cited > 5000, $"{cited} samples have a passage.");
    }

    private static string FirstQuestion(ChatSample sample) => sample.Messages[1].Content;

    private static string? SharedData()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "AssistantLoop.sln")))
        {
            at = at.Parent;
        }

        string? data = at?.Parent is { } parent ? Path.Combine(parent.FullName, "shared", "data") : null;
        return Directory.Exists(data) ? data : null;
    }

    private void Write(string name, params string[] lines)
    {
        using FileStream file = File.Create(Path.Combine(_folder.FullName, name));
        using var gzip = new GZipStream(file, CompressionMode.Compress);
        gzip.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(line => line.Trim()))));
    }
}
