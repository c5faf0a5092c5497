using AssistantLoop.Learning.Drift;

namespace AssistantLoop.Learning.Tests.Drift;

public sealed class DriftMeterTests
{
    private static readonly string[] s_topics =
    [
        "How long can I return a {0}?", "How much does shipping of a {0} cost?", "When is the shop open for {0}s?",
        "Is the {0} in stock?", "Can I pay for a {0} by card?",
    ];

    private static readonly string[] s_things = ["spade", "rake", "hose", "lantern", "kettle", "apron", "bench", "pot"];

    [Fact]
    public void On_resampled_unchanged_data_alarms_are_as_rare_as_their_level()
    {
        const int Runs = 200;
        int alerts = 0;
        int watched = 0;
        for (int run = 0; run < Runs; run++)
        {
            Random random = new(run);
            DriftReport report = DriftMeter.Measure(Draw(random, 200), Draw(random, 60), deals: 599, seed: run);
            alerts += report.Level == DriftReport.Alert ? 1 : 0;
            watched += report.Level is DriftReport.Watch or DriftReport.Alert ? 1 : 0;
        }

        // Expected at most 0.2 and 2 of 200; the bounds are passed by chance less than once in a thousand.
        Assert.InRange(alerts, 0, 2);
        Assert.InRange(watched, 0, 8);
    }

    [Fact]
    public void A_new_topic_among_the_questions_is_an_alert()
    {
        Random random = new(3);
        List<ObservedAnswer> current = [.. Draw(random, 120), .. Draw(random, 40, topic: "Do you repair bicycles and electric scooters?")];

        DriftReport report = DriftMeter.Measure(Draw(random, 400), current);

        Assert.Equal(DriftReport.Alert, report.Level);
        Assert.Equal(DriftReport.Alert, report.Signs.Single(sign => sign.Name == "questions").Level);
        Assert.Equal(DriftReport.None, report.Signs.Single(sign => sign.Name == "rated-down").Level);
    }

    [Theory]
    [InlineData("out-of-scope")]
    [InlineData("retrieval-misses")]
    [InlineData("fallbacks")]
    [InlineData("rated-down")]
    public void A_share_that_rises_is_an_alert_of_its_own_sign(string name)
    {
        Random random = new(5);
        List<ObservedAnswer> current = [.. Draw(random, 100).Select((answer, at) => at % 2 == 0 ? answer : name switch
        {
            "out-of-scope" => answer with { OutOfScope = true },
            "retrieval-misses" => answer with { Missed = true },
            "fallbacks" => answer with { Fallback = true },
            _ => answer with { Up = false },
        })];

        DriftReport report = DriftMeter.Measure(Draw(random, 300), current);

        Assert.Equal([name], report.Signs.Where(sign => sign.Level != DriftReport.None).Select(sign => sign.Name));
        Assert.Equal(DriftReport.Alert, report.Level);
    }

    [Fact]
    public void A_share_that_falls_is_no_drift() =>
        Assert.Equal(
            DriftReport.None,
            DriftMeter.Measure(
                [.. Draw(new Random(1), 200).Select(answer => answer with { Fallback = true })], Draw(new Random(2), 60)).Level);

    [Fact]
    public void Too_few_answers_are_not_compared()
    {
        DriftReport report = DriftMeter.Measure(Draw(new Random(1), 99), Draw(new Random(2), 60));

        Assert.Equal((DriftReport.TooLittle, 99, 60), (report.Level, report.Reference.Answers, report.Current.Answers));
        Assert.Empty(report.Signs);
        Assert.Equal(DriftReport.TooLittle, DriftMeter.Measure([], []).Level);
    }

    [Fact]
    public void Days_count_what_happened_on_each()
    {
        ObservedAnswer first = Draw(new Random(1), 1)[0] with { Up = false, Fallback = true, Missed = true };
        ObservedAnswer next = first with { At = first.At.AddDays(1), Up = true, Fallback = false, OutOfScope = true };

        IReadOnlyList<DriftDay> days = DriftMeter.Measure([first, first], [next]).Days;

        Assert.Equal([2, 1], days.Select(day => day.Questions));
        Assert.Equal((0, 2, 2, 2, 2), (days[0].OutOfScope, days[0].Missed, days[0].Fallbacks, days[0].Rated, days[0].Down));
        Assert.Equal((1, 1, 0, 1, 0), (days[1].OutOfScope, days[1].Missed, days[1].Fallbacks, days[1].Rated, days[1].Down));
        Assert.Equal(0, days[1].Distance, 9);
    }

    private static List<ObservedAnswer> Draw(Random random, int count, string? topic = null) =>
    [
        .. Enumerable.Range(0, count).Select(i => new ObservedAnswer(
            new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero).AddMinutes(i),
            QuestionVector.Of(string.Format(
                System.Globalization.CultureInfo.InvariantCulture,
                topic ?? s_topics[random.Next(s_topics.Length)], s_things[random.Next(s_things.Length)])),
            OutOfScope: random.NextDouble() < 0.05,
            Missed: random.NextDouble() < 0.1,
            Fallback: random.NextDouble() < 0.1,
            Up: random.NextDouble() < 0.4 ? random.NextDouble() < 0.7 : null)),
    ];
}
