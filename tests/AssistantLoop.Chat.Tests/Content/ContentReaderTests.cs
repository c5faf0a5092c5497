using AssistantLoop.Chat.Content;
using AssistantLoop.Chat.Files;

namespace AssistantLoop.Chat.Tests.Content;

public sealed class ContentReaderTests
{
    [Fact]
    public void A_plain_line_of_a_glossary_or_a_rule_is_an_entry()
    {
        BusinessContent content = Read("glossary", "- AF = Alder & Finch\n- {term: card, meaning: the club's card, avoid: [badge]}");
        BusinessContent rules = Read("rules", "- Recommend seeds first.\n- {id: late, text: Be brief.}");

        Assert.Equal(["AF", "card"], content.Glossary.Select(entry => entry.Term));
        Assert.Equal(["rule-1", "late"], rules.Rules.Select(rule => rule.Id));
    }

    [Theory]
    [InlineData("glossary", "- term: card", "entry 1: 'meaning' is missing")]
    [InlineData("glossary", "- {term: a, meaning: b}\n- {term: A, meaning: c}", "stands twice")]
    [InlineData("glossary", "- {term: a, meaning: b, avoid: [a]}", "'avoid' holds what is to be said")]
    [InlineData("glossary", "- {term: a, menaing: b}", "menaing")]
    [InlineData("glossary", "term: a", "must be a list")]
    [InlineData("glossary", "- [", "line ")]
    [InlineData("rules", "- {id: x, text: y, from: 24.12.2026}", "'from' must be a day such as 2026-12-24")]
    [InlineData("rules", "- {text: y, from: 2026-12-24, until: 2026-12-23}", "'until' is before 'from'")]
    [InlineData("rules", "- {text: y, when: {weekdays: [monday]}}", "'weekdays' must be of sun, mon")]
    [InlineData("rules", "- {text: y, when: {hours: 9-18}}", "'hours' must be a span such as 09:00-18:00")]
    [InlineData("rules", "- {id: a, text: y}\n- {id: a, text: z}", "stands twice")]
    [InlineData("limits", "- {id: a, text: b}", "must have one of max_discount_percent")]
    [InlineData("limits", "- {id: a, never_promise: []}", "the list of words is empty")]
    [InlineData("limits", "- {id: a, max_discount_percent: -1}", "must be 0 or more")]
    [InlineData("actions", "- {name: a b, title: t, description: d, webhook: 'http://x'}", "'name' must be letters")]
    [InlineData("actions", "- {name: a, title: t, description: d, webhook: 'ftp://x'}", "'webhook' must be an http address")]
    [InlineData("actions", "- {name: a, title: t, description: d, webhook: 'http://u:p@x'}", "without a password")]
    [InlineData("actions", "- {name: a, title: t, description: d, webhook: 'http://x', parameters: {properties: {action: {type: string}}}}", "none named action")]
    [InlineData("actions", "- {name: a, title: t, description: d, webhook: 'http://x', timeout_seconds: 600}", "from 1 to 60")]
    [InlineData("actions", "- {name: a, title: t, description: d, webhook: 'http://x', when: {weekdays: [monday]}}", "'weekdays' must be of sun, mon")]
    [InlineData("actions", "- {name: a, title: t, description: d, webhook: 'http://x', when: {words: [order]}}", "words")]
    [InlineData("actions", "- {name: a, title: t, description: d, webhook: 'http://x', parameters: {properties: {b: {pattern: '['}}}}", "'parameters' is no JSON schema")]
    [InlineData("actions", "- {name: a, title: t, description: d, webhook: 'http://x', parameters: {properties: {b: {pattern: 5}}}}", "'parameters' is no JSON schema")]
    [InlineData("fallbacks", "sorry: {en: No.}", "'sorry' is no fallback")]
    [InlineData("fallbacks", "limit: {en: ''}", "1 to 500 characters")]
    public void A_malformed_text_is_refused_with_the_entry_and_the_cause(string kind, string yaml, string cause)
    {
        ContentFileException error = Assert.Throws<ContentFileException>(() => Read(kind, yaml));

        Assert.StartsWith(kind, error.Message, StringComparison.Ordinal);
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void An_empty_text_says_nothing() => Assert.All(ContentReader.Kinds, kind =>
        Assert.Empty(Read(kind, "") is var content ? [.. content.Glossary, .. content.Rules, .. content.Limits, .. content.Actions] : Array.Empty<object>()));

    [Fact]
    public void A_quoted_number_of_a_schema_stays_a_text()
    {
        BusinessContent content = Read("actions", """
            - name: pick
              title: Pick
              description: pick a size
              webhook: https://example.com/pick
              parameters: {properties: {size: {enum: ["5", 6, true]}}}
            """);

        Assert.Equal("""["5",6,true]""", content.Actions[0].Parameters["properties"]!["size"]!["enum"]!.ToJsonString());
    }

    [Theory]
    [InlineData("de-AT", "Nein.")]
    [InlineData("fr", "No.")]
    [InlineData(null, "No.")]
    public void A_fallback_speaks_the_visitors_language_or_the_first(string? language, string expected) =>
        Assert.Equal(expected, Read("fallbacks", "limit: {en: No., de: Nein.}").Fallbacks.Of(Fallbacks.Limit, language));

    [Fact]
    public void What_the_business_does_not_word_has_a_wording() => Assert.All(
        Fallbacks.Names, name => Assert.NotEmpty(Fallbacks.English.Of(name, "de")));

    private static BusinessContent Read(string kind, string yaml) => ContentReader.With(BusinessContent.Empty, kind, yaml, kind);
}
