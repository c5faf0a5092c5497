using System.Text;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Tests.Documents;

public sealed class PassageSplitterTests
{
    [Fact]
    public void Each_section_is_a_passage_under_its_headings()
    {
        IReadOnlyList<NewPassage> passages = Split(
            "# Returns\n\n## How long\nWithin **30 days**.\n\n## What it costs\nNothing for [members](club.md).\n");

        Assert.Equal(["Returns > How long", "Returns > What it costs"], passages.Select(passage => passage.TitlePath));
        Assert.Equal(["Within 30 days.", "Nothing for members."], passages.Select(passage => passage.Text));
        Assert.Equal("what-it-costs", passages[1].Anchor);
    }

    [Fact]
    public void A_section_beside_an_earlier_one_does_not_inherit_its_heading() =>
        Assert.Equal(
            ["A > B > C", "A > D"], Split("# A\n## B\n### C\nfirst\n## D\nsecond").Select(passage => passage.TitlePath));

    [Fact]
    public void A_long_section_is_cut_between_sentences_and_each_passage_begins_with_the_sentence_before()
    {
        string[] sentences = [.. Enumerable.Range(1, 6).Select(at => $"Sentence {at} has exactly six words.")];

        IReadOnlyList<NewPassage> passages = Split(string.Join(' ', sentences), budget: 18);

        Assert.Equal(
            [
                string.Join(' ', sentences[..3]),
                string.Join(' ', sentences[2..5]),
                string.Join(' ', sentences[4..]),
            ],
            passages.Select(passage => passage.Text));
    }

    [Fact]
    public void A_sentence_too_long_to_repeat_is_not_repeated()
    {
        string sentence = string.Join(' ', Enumerable.Range(0, 25).Select(at => $"word{at}")) + ".";
        string text = string.Join(' ', Enumerable.Repeat("The " + sentence, 5));

        IReadOnlyList<NewPassage> passages = Split(text, budget: 60);

        Assert.Equal(3, passages.Count);
        Assert.Equal(text, string.Join(' ', passages.Select(passage => passage.Text)));
    }

    [Fact]
    public void No_passage_is_over_the_budget_even_where_a_sentence_is()
    {
        string text = string.Join(' ', Enumerable.Range(0, 1000).Select(at => $"w{at}"));

        IReadOnlyList<NewPassage> passages = Split(text, budget: 50);

        Assert.All(passages, passage => Assert.InRange(Words.Count(passage.Text), 1, 50));
        Assert.Equal(text, string.Join(' ', passages.Select(passage => passage.Text)));
    }

    [Fact]
    public void Text_without_spaces_is_cut_between_characters_and_not_within_one()
    {
        string text = string.Concat(Enumerable.Repeat("日本語😀", 100));

        IReadOnlyList<NewPassage> passages = new PassageSplitter(part => part.Length, 30).Split(DocumentParser.Parse(FileFormat.Text, Encoding.UTF8.GetBytes(text)), "n");

        Assert.All(passages, passage => Assert.InRange(passage.Text.Length, 1, 30));
        Assert.Equal(text, string.Concat(passages.Select(passage => passage.Text)));
        Assert.DoesNotContain(passages, passage => char.IsLowSurrogate(passage.Text[0]));
    }

    [Fact]
    public void Text_without_a_heading_is_titled_by_its_file() =>
        Assert.Equal("notes", Assert.Single(Split("Just a line.", name: "notes")).TitlePath);

    [Fact]
    public void A_row_carries_its_columns_names_and_an_item_is_set_apart() =>
        Assert.Equal(
            "one; two; size: small, price: 3",
            Assert.Single(Split("# A\n- one\n- two\n\n| size | price |\n|---|---|\n| small | 3 |\n")).Text);

    [Fact]
    public void A_list_that_is_cut_keeps_the_sentence_that_leads_into_it()
    {
        IReadOnlyList<NewPassage> passages = Split(
            "# Shipping\nWe ship to:\n\n- Ireland in two days\n- Belgium in three days\n- Denmark in four days\n", budget: 11);

        Assert.Equal(
            ["We ship to: Ireland in two days; Belgium in three days", "We ship to: Denmark in four days"],
            passages.Select(passage => passage.Text));
    }

    [Fact]
    public void A_leading_sentence_does_not_stay_behind_when_its_list_begins_the_next_passage()
    {
        IReadOnlyList<NewPassage> passages = Split(
            "# S\nFive words are in here. We ship to:\n\n- Ireland in two days\n- Belgium in three days\n", budget: 11);

        Assert.Equal(
            ["Five words are in here.", "We ship to: Ireland in two days; Belgium in three days"],
            passages.Select(passage => passage.Text));
    }

    [Fact]
    public void An_item_is_not_cut_while_it_fits()
    {
        IReadOnlyList<NewPassage> passages = Split(
            "# A\n- First point. It has two sentences.\n- Second point. It has two sentences too.\n", budget: 8);

        Assert.Equal(
            ["First point. It has two sentences.", "Second point. It has two sentences too."],
            passages.Select(passage => passage.Text));
    }

    [Fact]
    public void A_passage_says_the_page_on_which_it_begins()
    {
        ParsedDocument document = new()
        {
            Blocks =
            [
                new(BlockKind.Paragraph, "One two three.", ["A"], "a", 4),
                new(BlockKind.Paragraph, "Four five six.", ["A"], "a", 5),
            ],
        };

        Assert.Equal([4, 5], new PassageSplitter(Words.Count, 4).Split(document, "n").Select(passage => passage.Page));
    }

    [Fact]
    public void A_document_without_text_has_no_passages() => Assert.Empty(Split("# Only a heading\n"));

    private static IReadOnlyList<NewPassage> Split(string markdown, int budget = 60, string name = "a") =>
        new PassageSplitter(Words.Count, budget).Split(DocumentParser.Parse(FileFormat.Markdown, Encoding.UTF8.GetBytes(markdown)), name);
}
