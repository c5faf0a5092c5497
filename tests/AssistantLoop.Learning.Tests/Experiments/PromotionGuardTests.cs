using AssistantLoop.Learning.Experiments;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Learning.Tests.Experiments;

public sealed class PromotionGuardTests : LiveTest
{
    private static readonly TimeSpan s_settle = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_watch = TimeSpan.FromHours(24);

    private PromotionGuard Guard => new(Versions, Answers, s_settle, s_watch, Time, FallbackAnswer.English);

    [Fact]
    public async Task A_version_that_visitors_rate_down_is_rolled_back_once_with_the_reason()
    {
        (AssistantVersion before, AssistantVersion promoted) = await PromotedAsync(downOneInBefore: 10);
        await VisitorsAsync(promoted, 60, downOneIn: 2);

        AssistantVersion? serving = await Guard.CheckAsync(Tenant, Token);

        Assert.Equal(before.Id, serving?.Id);
        AssistantVersion back = (await Versions.FindAsync(Tenant, promoted.Id, Token))!;
        Assert.Equal((VersionStatus.RolledBack, "guard"), (back.Status, back.DecidedBy));
        Assert.Contains("worse than before", back.Reason, StringComparison.Ordinal);
        Assert.Equal("guard", Assert.Single(await AuditAsync("version.rolled-back")).Actor);
        Assert.Null(await Guard.CheckAsync(Tenant, Token));
    }

    [Fact]
    public async Task A_version_that_has_no_answers_any_more_is_rolled_back()
    {
        (AssistantVersion before, AssistantVersion promoted) = await PromotedAsync(downOneInBefore: 10);
        for (int i = 0; i < 20; i++)
        {
            await VisitAsync(promoted.Id, answer: "I do not know.");
        }

        Time.Advance(s_settle);

        Assert.Equal(before.Id, (await Guard.CheckAsync(Tenant, Token))?.Id);
    }

    [Fact]
    public async Task A_version_that_is_no_worse_stays()
    {
        (_, AssistantVersion promoted) = await PromotedAsync(downOneInBefore: 5);
        await VisitorsAsync(promoted, 60, downOneIn: 5);

        Assert.Null(await Guard.CheckAsync(Tenant, Token));
        Assert.Equal(promoted.Id, (await Versions.ServingAsync(Tenant, Token))!.Id);
    }

    [Fact]
    public async Task What_visitors_say_after_the_watch_rolls_nothing_back()
    {
        (_, AssistantVersion promoted) = await PromotedAsync(downOneInBefore: 10);
        Time.Advance(s_watch);
        await VisitorsAsync(promoted, 60, downOneIn: 1);

        Assert.Null(await Guard.CheckAsync(Tenant, Token));
    }

    [Fact]
    public async Task With_too_few_visitors_before_there_is_nothing_to_compare_with()
    {
        AssistantVersion before = await PromoteAsync(await AddAsync());
        await VisitorsAsync(before, PromotionGuard.FewestBefore - 1, downOneIn: 10);
        AssistantVersion promoted = await PromoteAsync(await AddAsync());
        await VisitorsAsync(promoted, 40, downOneIn: 1);

        Assert.Null(await Guard.CheckAsync(Tenant, Token));
    }

    private async Task<(AssistantVersion Before, AssistantVersion Promoted)> PromotedAsync(int downOneInBefore)
    {
        AssistantVersion before = await PromoteAsync(await AddAsync());
        await VisitorsAsync(before, 60, downOneInBefore);
        return (before, await PromoteAsync(await AddAsync()));
    }

    private async Task VisitorsAsync(AssistantVersion version, int count, int downOneIn)
    {
        for (int i = 0; i < count; i++)
        {
            await VisitAsync(version.Id, up: i % downOneIn == 0 ? false : null);
        }

        Time.Advance(s_settle);
    }
}
