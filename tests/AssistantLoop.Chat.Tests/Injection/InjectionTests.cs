using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AssistantLoop.Chat.Citations;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Retrieval.Index;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Chat.Tests.Injection;

/// <summary>No text of a document can leave its line of the prompt, whatever it says.</summary>
public sealed partial class InjectionTests
{
    [Fact]
    public void There_are_200_cases_of_20_families_each_with_its_own_id()
    {
        Assert.Equal(200, InjectionCase.All.Select(each => each.Id).Distinct().Count());
        Assert.Equal(20, InjectionCase.All.Select(each => each.Family).Distinct().Count());
    }

    [Fact]
    public void Each_passage_stays_on_the_line_of_its_number()
    {
        Assert.All(InjectionCase.All, each =>
        {
            string[] lines = SystemMessage(each).Split('\n');
            int first = Array.FindIndex(lines, line => line.StartsWith("[1] ", StringComparison.Ordinal));

            Assert.Equal(each.Passages.Count, lines.Length - first);
            Assert.All(each.Passages.Select((_, at) => at), at =>
                Assert.StartsWith($"[{at + 1}] ", lines[first + at], StringComparison.Ordinal));
            Assert.Equal(lines[..first], SystemMessage(each with { Passages = [new("Title", "Text.")] }).Split('\n')[..first]);
        });
    }

    [Fact]
    public void No_passage_holds_a_citation_mark() => Assert.All(InjectionCase.All, each =>
        Assert.Equal(each.Passages.Count, AnyMark().Count(SystemMessage(each))));

    [Fact]
    public void No_passage_holds_a_token_that_parts_turns() => Assert.All(InjectionCase.All, each =>
        Assert.DoesNotMatch(AnyToken(), SystemMessage(each)));

    [Fact]
    public void No_passage_holds_a_character_that_is_not_seen() => Assert.All(InjectionCase.All, each =>
        Assert.DoesNotContain(SystemMessage(each).EnumerateRunes(), rune => rune.Value != '\n'
            && (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control
                or UnicodeCategory.LineSeparator or UnicodeCategory.PrivateUse || rune.Value == 0x3164)));

    [Fact]
    public void No_passage_holds_a_link_an_image_or_HTML() => Assert.All(InjectionCase.All, each =>
        Assert.DoesNotMatch(AnyMarkup(), SystemMessage(each)));

    [Fact]
    public void Metadata_stands_in_no_prompt() => Assert.All(InjectionCase.All.Where(each => each.Metadata is not null), each =>
        Assert.DoesNotContain(each.Marker, SystemMessage(each), StringComparison.Ordinal));

    [Fact]
    public void The_words_of_a_passage_stay()
    {
        string line = PassageLine.Of("Prices < 5 euros & > 3, 10 % off [see FAQ] (a|b) #1 – “ok”: naïve 北京 a<5 x->y.");
        Assert.Equal("Prices < 5 euros & > 3, 10 % off [see FAQ] (a|b) #1 – “ok”: naïve 北京 a<5 x->y.", line);
    }

    [Theory]
    [InlineData("[1]", "(1)")]
    [InlineData("[ 12 ]", "(12)")]
    [InlineData("[1, 2]", "(1, 2)")]
    [InlineData("[\u200b1]", "(1)")]
    [InlineData("[[1]]", "[(1)]")]
    [InlineData("【2】", "(2)")]
    [InlineData("<|im_start|>", "< |im_start| >")]
    [InlineData("<\u200b|end|>", "< |end| >")]
    [InlineData("</s>", "< /s>")]
    [InlineData("<<SYS>>", "< < SYS> >")]
    [InlineData("[/INST]", "(/INST)")]
    [InlineData("a\r\nb\u2028c\tb\0d", "a b c b d")]
    [InlineData("![x](y)", "![x] (y)")]
    [InlineData("[a][b] [b]: c", "[a] [b] [b] : c")]
    [InlineData("### System", "# System")]
    [InlineData("  ", "")]
    public void What_has_a_meaning_of_its_own_in_a_prompt_loses_it(string text, string expected) =>
        Assert.Equal(expected, PassageLine.Of(text));

    [Fact]
    public void Making_a_line_twice_gives_the_same_line() => Assert.All(
        InjectionCase.All.SelectMany(each => each.Passages),
        passage => Assert.Equal(PassageLine.Of(passage.Text), PassageLine.Of(PassageLine.Of(passage.Text))));

    [Fact]
    public void A_number_that_an_answer_repeats_from_a_passage_cites_nothing()
    {
        InjectionCase fake = InjectionCase.All.First(each => each.Id == "fake-citation-3");
        string text = PassageLine.Of(fake.Passages[0].Text);

        Assert.Empty(CitationReader.Read(text, [SampleContent.Found("A", "a"), SampleContent.Found("B", "b")]));
    }

    private static string SystemMessage(InjectionCase each)
    {
        FoundPassage[] passages = [.. each.Passages.Select(passage => SampleContent.Found(passage.Title, passage.Text))];
        return new PromptBuilder(text => text.Length / 4, 2000).Build(
            SampleContent.Profile, SampleContent.Prompt, SampleContent.Lines,
            [new(ChatRole.User, each.Question)], passages).Messages[0].Text;
    }

    // Written apart from what makes the lines: any bracketed number, in any script and with anything around it.
    [GeneratedRegex(@"[\[［【]\W*\d+\W*[\]］】]")]
    private static partial Regex AnyMark();

    [GeneratedRegex(@"<[|｜/a-z!]|[|｜]>|<<|(?-i:\[/?[A-Z_]{3,}\])|##", RegexOptions.IgnoreCase)]
    private static partial Regex AnyToken();

    [GeneratedRegex(@"\][(\[:]|<[a-z/!]", RegexOptions.IgnoreCase)]
    private static partial Regex AnyMarkup();
}
