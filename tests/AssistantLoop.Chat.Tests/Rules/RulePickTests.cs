using System.Globalization;
using AssistantLoop.Chat.Content;
using AssistantLoop.Chat.Rules;

namespace AssistantLoop.Chat.Tests.Rules;

public sealed class RulePickTests
{
    private static readonly TimeZoneInfo s_berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2026-11-26T22:59:59Z", false)] // 23:59:59 of the day before in Berlin.
    [InlineData("2026-11-26T23:00:00Z", true)]
    [InlineData("2026-11-30T22:59:59Z", true)]
    [InlineData("2026-11-30T23:00:00Z", false)]
    public void A_promotion_begins_and_ends_at_midnight_of_the_businesss_clock(string now, bool holds) =>
        Assert.Equal(holds, Holds("{id: p, text: Recommend category A first., from: 2026-11-27, until: 2026-11-30}", now));

    [Theory]
    [InlineData("2026-03-29T00:59:00Z", false)] // 01:59 in Berlin; at 02:00 the clocks go to 03:00.
    [InlineData("2026-03-29T01:00:00Z", true)]
    [InlineData("2026-03-29T01:29:00Z", true)]
    public void A_time_that_the_clocks_leave_out_begins_as_they_are_put_forward_and_on(string now, bool holds) =>
        Assert.Equal(holds, Holds("{id: p, text: x, from: 2026-03-29 02:00}", now));

    [Theory]
    [InlineData("2026-10-25T00:29:00Z", false)] // 02:29 in summer time.
    [InlineData("2026-10-25T00:30:00Z", true)]  // 02:30 for the first time.
    [InlineData("2026-10-25T01:30:59Z", true)]  // 02:30 for the second time.
    [InlineData("2026-10-25T01:31:00Z", false)]
    public void An_hour_that_passes_twice_begins_at_its_first_and_ends_at_its_second_passing(string now, bool holds) =>
        Assert.Equal(holds, Holds("{id: p, text: x, from: 2026-10-25 02:30, until: 2026-10-25 02:30}", now));

    [Theory]
    [InlineData("2026-10-24T21:59:59Z", false)]
    [InlineData("2026-10-24T22:00:00Z", true)]
    [InlineData("2026-10-25T22:59:59Z", true)] // The day has 25 hours.
    [InlineData("2026-10-25T23:00:00Z", false)]
    public void A_day_of_25_hours_is_a_whole_day(string now, bool holds) =>
        Assert.Equal(holds, Holds("{id: p, text: x, from: 2026-10-25, until: 2026-10-25}", now));

    [Theory]
    [InlineData("2026-11-27T08:00:00Z", true)]  // Friday 09:00
    [InlineData("2026-11-27T17:00:00Z", false)] // Friday 18:00
    [InlineData("2026-11-28T08:00:00Z", false)] // Saturday
    public void Weekdays_and_hours_are_the_businesss(string now, bool holds) =>
        Assert.Equal(holds, Holds("{id: p, text: x, when: {weekdays: [fri], hours: '09:00-18:00'}}", now));

    [Theory]
    [InlineData("2026-11-27T22:30:00Z", true)]  // Friday 23:30
    [InlineData("2026-11-28T00:30:00Z", true)]  // Saturday 01:30 belongs to Friday's night.
    [InlineData("2026-11-28T01:00:00Z", false)] // Saturday 02:00
    [InlineData("2026-11-28T22:30:00Z", false)] // Saturday 23:30
    public void Hours_past_midnight_belong_to_the_day_they_began(string now, bool holds) =>
        Assert.Equal(holds, Holds("{id: p, text: x, when: {weekdays: [fri], hours: '22:00-02:00'}}", now));

    [Theory]
    [InlineData("{any: [seed, bulb]}", "Do you sell seeds?", true)]
    [InlineData("{any: [seed, bulb]}", "Do you sell seedlings?", false)]
    [InlineData("{all: [seed, tomato]}", "Do you sell tomato seeds?", true)]
    [InlineData("{all: [seed, tomato]}", "Do you sell seeds?", false)]
    public void The_question_must_hold_the_words(string words, string question, bool holds) =>
        Assert.Equal(holds, Holds($"{{id: p, text: x, when: {{question: {words}}}}}", "2026-11-27T08:00:00Z", question));

    [Fact]
    public void A_rule_for_documents_languages_and_channels_needs_them()
    {
        const string Rule = "{id: p, text: x, when: {documents: [a.md], languages: [de], channels: [email]}}";
        TurnContext context = new("Hallo", [SampleContent.Found("t", "t")], At("2026-11-27T08:00:00Z")) { Language = "de-AT", Channel = "Email" };

        Assert.Single(Pick(Rule, context));
        Assert.Empty(Pick(Rule, context with { Language = "en" }));
        Assert.Empty(Pick(Rule, context with { Language = null }));
        Assert.Empty(Pick(Rule, context with { Channel = "web" }));
        Assert.Empty(Pick(Rule, context with { Passages = [] }));
    }

    [Fact]
    public void The_more_important_rule_goes_first_and_equals_as_they_are_written()
    {
        BusinessContent content = ContentReader.With(
            BusinessContent.Empty, "rules", "- {id: a, text: x}\n- {id: b, text: y, priority: 5}\n- {id: c, text: z}", "rules");

        Assert.Equal(["b", "a", "c"], RulePick.Of(content.Rules, new("?", [], DateTimeOffset.UnixEpoch), s_berlin).Select(rule => rule.Id));
    }

    private static bool Holds(string rule, string now, string question = "Hello") => Pick(rule, new(question, [], At(now))).Count == 1;

    private static IReadOnlyList<BusinessRule> Pick(string rule, TurnContext context) =>
        RulePick.Of(ContentReader.With(BusinessContent.Empty, "rules", "- " + rule, "rules").Rules, context, s_berlin);

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
