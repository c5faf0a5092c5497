using AssistantLoop.Retrieval.Documents;

namespace AssistantLoop.Retrieval.Tests.Documents;

public sealed class PassageSplitterTests
{
    [Fact]
    public void Each_section_is_a_passage_under_its_headings()
    {
        IReadOnlyList<Passage> passages = PassageSplitter.Split(
            "returns.md", "# Returns\n\n## How long\nWithin **30 days**.\n\n## What it costs\nNothing for [members](club.md).\n");

        Assert.Equal(["Returns > How long", "Returns > What it costs"], passages.Select(passage => passage.Title));
        Assert.Equal(["Within 30 days.", "Nothing for members."], passages.Select(passage => passage.Text));
        Assert.Equal(["returns.md#0", "returns.md#1"], passages.Select(passage => passage.Id));
        Assert.Equal("what-it-costs", passages[1].Anchor);
    }

    [Fact]
    public void A_section_beside_an_earlier_one_does_not_inherit_its_heading()
    {
        IReadOnlyList<Passage> passages = PassageSplitter.Split("a.md", "# A\n## B\n### C\nfirst\n## D\nsecond");

        Assert.Equal(["A > B > C", "A > D"], passages.Select(passage => passage.Title));
    }

    [Fact]
    public void A_long_section_is_cut_between_sentences_and_loses_no_word()
    {
        string sentence = string.Join(' ', Enumerable.Range(0, 25).Select(at => $"word{at}")) + ".";
        string text = string.Join(' ', Enumerable.Repeat("The " + sentence, 5));

        IReadOnlyList<Passage> passages = PassageSplitter.Split("long.txt", text);

        Assert.Equal(3, passages.Count);
        Assert.All(passages, passage => Assert.True(passage.Text.Split(' ').Length <= PassageSplitter.MaxWords));
        Assert.Equal(text, string.Join(' ', passages.Select(passage => passage.Text)));
    }

    [Fact]
    public void Text_without_a_heading_is_titled_by_its_file() =>
        Assert.Equal("notes", Assert.Single(PassageSplitter.Split("deep/notes.txt", "Just a line.")).Title);

    [Fact]
    public void Lists_and_tables_keep_their_words()
    {
        IReadOnlyList<Passage> passages =
            PassageSplitter.Split("a.md", "# A\n- one\n- two\n\n| size | price |\n|---|---|\n| small | 3 |\n");

        Assert.Equal("one two size, price small, 3", Assert.Single(passages).Text);
    }
}
