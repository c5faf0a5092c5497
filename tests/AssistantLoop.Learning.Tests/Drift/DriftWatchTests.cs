using AssistantLoop.Evaluation.Suites;
using AssistantLoop.Learning.Drift;
using AssistantLoop.Learning.Experiments;
using AssistantLoop.Learning.Tests.Experiments;
using AssistantLoop.Storage.Drift;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Learning.Tests.Drift;

public sealed class DriftWatchTests : LiveTest
{
    private const string Found = """[{"passage":{"title":"Returns","text":"Return it within 30 days; a spade too."},"score":2}]""";

    private static readonly DriftSpan s_span = DriftSpan.Default with { Current = 50 };

    private DriftLevelStore Levels => new(Database);

    private DriftWatch Watch => new(Answers, Levels, Time, FallbackAnswer.English);

    [Fact]
    public async Task A_shifted_topic_alerts_once_and_is_audited_once()
    {
        AssistantVersion version = await PromoteAsync(await AddAsync());
        await AskAsync(version, 100, "How long can I return a spade?", Found);
        await AskAsync(version, 50, "Do you repair bicycles?", "[]");

        DriftReport? report = await Watch.CheckAsync(Tenant, s_span, Token);

        Assert.Equal(DriftReport.Alert, report?.Level);
        Assert.Equal((100, 50), (report!.Reference.Answers, report.Current.Answers));
        Assert.Null(await Watch.CheckAsync(Tenant, s_span, Token));
        Assert.Equal(DriftReport.Alert, (await Levels.CurrentAsync(Tenant, Token))!.Level);
        Assert.Contains("\"to\":\"alert\"", Assert.Single(await AuditAsync("drift.level-changed")).Details, StringComparison.Ordinal);
        Assert.DoesNotContain("bicycles", (await Levels.CurrentAsync(Tenant, Token))!.Report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_little_to_compare_changes_no_level()
    {
        AssistantVersion version = await PromoteAsync(await AddAsync());
        await AskAsync(version, 20, "Do you repair bicycles?", "[]");

        Assert.Null(await Watch.CheckAsync(Tenant, s_span, Token));
        Assert.Null(await Levels.CurrentAsync(Tenant, Token));
    }

    [Fact]
    public async Task One_visitor_counts_five_times_at_most()
    {
        AssistantVersion version = await PromoteAsync(await AddAsync());
        await AskAsync(version, 30, "Do you repair bicycles?", "[]", visitor: "visitor:flood");

        Assert.Equal(5, (await Watch.MeasureAsync(Tenant, s_span, Token)).Current.Answers);
    }

    [Theory]
    [InlineData("How long can I return a spade?", Found, false, false)]
    [InlineData("Do you repair bicycles quickly?", Found, false, true)]
    [InlineData("How long can I return a spade?", "[]", true, true)]
    [InlineData("And?", Found, false, false)]
    public async Task Retrieval_missed_where_it_found_nothing_or_passages_about_something_else(
        string question, string passages, bool outOfScope, bool missed)
    {
        AssistantVersion version = await PromoteAsync(await AddAsync());
        await AskAsync(version, 1, question, passages);

        DriftDay day = Assert.Single((await Watch.MeasureAsync(Tenant, s_span, Token)).Days);

        Assert.Equal((outOfScope ? 1 : 0, missed ? 1 : 0), (day.OutOfScope, day.Missed));
    }

    [Fact]
    public async Task A_fallback_is_told_by_the_business_s_own_refusal_phrases()
    {
        AssistantVersion version = await PromoteAsync(await AddAsync());
        await VisitAsync(version.Id, answer: "Dazu steht nichts in unseren Unterlagen.");
        FallbackAnswer own = new(new Suite("s", "h", null, []) { RefusalPhrases = ["steht nichts in unseren unterlagen"] });

        DriftReport with = await new DriftWatch(Answers, Levels, Time, own).MeasureAsync(Tenant, s_span, Token);

        Assert.Equal(1, Assert.Single(with.Days).Fallbacks);
        Assert.Equal(0, Assert.Single((await Watch.MeasureAsync(Tenant, s_span, Token)).Days).Fallbacks);
    }

    private async Task AskAsync(
        AssistantVersion version, int count, string question, string passages, string? visitor = null)
    {
        for (int i = 0; i < count; i++)
        {
            await VisitAsync(version.Id, question: question, passages: passages, visitor: visitor);
        }
    }
}
