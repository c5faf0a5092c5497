using System.Text.RegularExpressions;
using AssistantLoop.Chat.Content;
using AssistantLoop.Chat.Styles;

namespace AssistantLoop.Chat.Tests.Content;

/// <summary>docs/business.md shows nothing that the program does not read.</summary>
public sealed partial class BusinessPageTests
{
    private static readonly Dictionary<string, string> s_examples =
        Example().Matches(File.ReadAllText(Path.Combine(SampleContent.Root, "docs", "business.md")))
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    public static TheoryData<string> Kinds => [.. ContentReader.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_example_of_each_kind_is_read(string kind)
    {
        BusinessContent content = ContentReader.With(BusinessContent.Empty, kind, s_examples[kind], kind);

        Assert.NotEqual(
            0,
            content.Glossary.Count + content.Rules.Count + content.Limits.Count + content.Actions.Count
            + (content.Fallbacks == Fallbacks.English ? 0 : 1));
    }

    [Fact]
    public void The_style_is_read() => Assert.Equal(3, StyleTemplate.Parse(s_examples["style"], "style", "style").Form.MaxSentences);

    [GeneratedRegex("```yaml kind=([a-z]+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
