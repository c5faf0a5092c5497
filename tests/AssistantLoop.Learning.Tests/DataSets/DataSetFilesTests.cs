using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Storage;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Learning.Tests.DataSets;

public sealed class DataSetFilesTests : IDisposable
{
    private static readonly DocumentPassage[] s_passages = [new("Returns > How long", "Within 30 days."), new("Größe", "Größe 8 – „klein“.")];

    private readonly string _folder = Directory.CreateTempSubdirectory("assistantloop-data-set").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_data_set_is_read_back_as_it_was_built()
    {
        BuiltDataSet built = Write(new() { Variants = 1 });

        BuiltDataSet read = DataSetFiles.Read(_folder);

        Assert.Equal(built.Hash, read.Hash);
        Assert.Equal(built.Manifest.Train, read.Manifest.Train);
        Assert.Equal(built.Manifest.Rules, read.Manifest.Rules);
        Assert.Equal((s_passages.Length, 0), (read.Manifest.Passages, read.HeldOut.Passages.Count));
        Assert.Equal(s_passages, built.Train.Passages);
        Assert.Equal(s_passages, read.Train.Passages);
        foreach ((TrainingSet Built, TrainingSet Read) side in
            ((TrainingSet, TrainingSet)[])[(built.Train, read.Train), (built.HeldOut, read.HeldOut)])
        {
            Assert.Equal(side.Built.Samples.SelectMany(sample => sample.Messages), side.Read.Samples.SelectMany(sample => sample.Messages));
            Assert.Equal(side.Built.Pairs.Select(pair => (pair.Prompt[^1], pair.Chosen, pair.Rejected)),
                side.Read.Pairs.Select(pair => (pair.Prompt[^1], pair.Chosen, pair.Rejected)));
            Assert.Equal(side.Built.Ratings.Select(rating => (rating.Completion, rating.Label)),
                side.Read.Ratings.Select(rating => (rating.Completion, rating.Label)));
        }
    }

    [Fact]
    public void Each_kind_of_feedback_is_in_the_shapes_it_serves()
    {
        BuiltDataSet built = Write(DataSetRules.Default);

        // 24 corrections are samples and pairs, 6 imported answers samples alone, 6 thumbs of an agent ratings.
        int Sum(Func<SetCounts, int> count) => count(built.Manifest.Train) + count(built.Manifest.HeldOut);
        Assert.Equal((36, 30, 24, 3, 3), (Sum(c => c.Pieces), Sum(c => c.Samples), Sum(c => c.Pairs), Sum(c => c.Up), Sum(c => c.Down)));
    }

    [Fact]
    public void The_book_says_where_each_piece_and_variant_stands()
    {
        BuiltDataSet built = Write(new() { Variants = 1 });
        string[] train = File.ReadAllLines(Path.Combine(_folder, "train.jsonl"));

        LedgerEntry[] ledger = [.. DataSetFiles.ReadLedger(_folder)];

        LedgerEntry[] variants = [.. ledger.Where(entry => entry.Variant is not null)];
        Assert.Equal(built.Manifest.Variants, variants.Length);
        Assert.NotEmpty(variants);
        Assert.Equal(36, ledger.Length - variants.Length);
        string[] lines = [.. ledger.SelectMany(entry => entry.Lines)];
        Assert.Equal(lines.Length, lines.Distinct().Count());
        Assert.Equal(train.Length, lines.Count(line => line.StartsWith("train.jsonl:", StringComparison.Ordinal)));
        Assert.All(ledger.Where(entry => entry.Outcome == SampleOutcome.HeldOut), entry => Assert.Null(entry.Variant));
    }

    [Fact]
    public void A_set_from_before_passages_were_kept_is_read_without_any()
    {
        Write(DataSetRules.Default);
        string path = Path.Combine(_folder, "manifest.json");
        File.WriteAllLines(path, File.ReadAllLines(path).Where(line => !line.Contains("assages", StringComparison.Ordinal)));
        File.Delete(Path.Combine(_folder, "passages.jsonl"));

        BuiltDataSet read = DataSetFiles.Read(_folder);

        Assert.Equal((0, 0), (read.Manifest.Passages, read.Train.Passages.Count));
        Assert.NotEmpty(read.Train.Samples);
    }

    [Theory]
    [InlineData("train.jsonl")]
    [InlineData("passages.jsonl")]
    [InlineData("samples.jsonl")]
    public void A_changed_file_is_refused_by_its_name(string name)
    {
        Write(DataSetRules.Default);
        File.AppendAllText(Path.Combine(_folder, name), "\n");

        StorageException error = Assert.Throws<StorageException>(() => DataSetFiles.Read(_folder));

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_manifest_is_refused() =>
        Assert.Throws<StorageException>(() => DataSetFiles.Read(_folder));

    [Fact]
    public void The_card_shows_counts_reasons_and_examples()
    {
        Write(DataSetRules.Default, Feedback.Correction("Mail jo@mail.example?", "Yes."), Feedback.Rating(true, "visitor"));

        string card = File.ReadAllText(Path.Combine(_folder, "card.md"));

        Assert.Contains("38 pieces of feedback were read; 37 are in, 1 pieces", card, StringComparison.Ordinal);
        Assert.Contains("| a visitor's rating that no agent confirmed | 1 |", card, StringComparison.Ordinal);
        Assert.Contains("5. ", card, StringComparison.Ordinal);
        Assert.DoesNotContain("jo@mail.example", card, StringComparison.Ordinal);
    }

    private BuiltDataSet Write(DataSetRules rules, params Sample[] more)
    {
        Sample[] samples =
        [
            .. Enumerable.Range(0, 24).Select(i => Feedback.Correction($"What costs item {i}?", $"Item {i} costs {i} euros.")),
            .. Enumerable.Range(0, 6).Select(i => Feedback.Imported($"How large is item {i}?", $"Item {i} is {i} cm wide.")),
            .. Enumerable.Range(0, 6).Select(i => Feedback.Rating(i % 2 == 0, "agent", $"Is item {i} blue?", $"Item {i} is red.")),
            .. more,
        ];
        AssembledFeedback assembled = AssembledFeedback.Of(samples, [], rules, TestContext.Current.CancellationToken);
        return DataSetFiles.Write(_folder, "alder-finch", assembled, s_passages, [], rules);
    }
}
