using AssistantLoop.Learning.Experiments;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Experiments;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Learning.Tests.Experiments;

public sealed class ExperimentWatchTests : LiveTest
{
    private static readonly TimeSpan s_settle = TimeSpan.FromMinutes(15);

    private ExperimentWatch Watch => new(Experiments, Answers, s_settle, Time, FallbackAnswer.English);

    [Fact]
    public async Task A_treatment_that_visitors_rate_down_stops_by_itself_and_is_rejected()
    {
        (AssistantVersion control, AssistantVersion treatment, Experiment open) = await StartAsync();
        await VisitorsAsync(control, treatment, 60, downOneInControl: 10, downOneInTreatment: 2);

        Experiment? ended = await Watch.CheckAsync(Tenant, Token);

        Assert.Equal((open.Id, ExperimentOutcome.Worse), (ended?.Id, ended?.Outcome));
        Assert.Contains("the treatment is worse", ended!.Reason, StringComparison.Ordinal);
        Assert.Equal(VersionStatus.Rejected, (await Versions.FindAsync(Tenant, treatment.Id, Token))!.Status);
        Assert.Equal(control.Id, (await Versions.ServingAsync(Tenant, Token))!.Id);
        Assert.Null((await Experiments.RoutingAsync(Tenant, Token)).Open);
        Assert.Equal("experiment", Assert.Single(await AuditAsync("experiment.ended")).Actor);
        Assert.Equal(60, (await Watch.ReadAsync(Tenant, ended, Token))!.TreatmentVisitors);
        Assert.Null(await Watch.CheckAsync(Tenant, Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_treatment_that_proves_better_is_promoted_where_that_was_asked_for(bool promote)
    {
        (AssistantVersion control, AssistantVersion treatment, _) = await StartAsync(promote);
        await VisitorsAsync(control, treatment, 70, downOneInControl: 2, downOneInTreatment: 12);

        Experiment? ended = await Watch.CheckAsync(Tenant, Token);

        Assert.Equal(ExperimentOutcome.Better, ended?.Outcome);
        Assert.Equal(promote ? treatment.Id : control.Id, (await Versions.ServingAsync(Tenant, Token))!.Id);
        Assert.Equal(
            promote ? VersionStatus.Serving : VersionStatus.Staged,
            (await Versions.FindAsync(Tenant, treatment.Id, Token))!.Status);
    }

    [Fact]
    public async Task Versions_that_are_alike_go_on()
    {
        (AssistantVersion control, AssistantVersion treatment, Experiment open) = await StartAsync();
        await VisitorsAsync(control, treatment, 30, downOneInControl: 5, downOneInTreatment: 5);

        Assert.Null(await Watch.CheckAsync(Tenant, Token));
        ExperimentReading reading = (await Watch.ReadAsync(Tenant, open, Token))!;
        ExperimentMeasure down = reading.Measures.Single(measure => measure.Name == "down");
        Assert.Equal((ExperimentVerdict.GoOn, 0.2, 0.2), (reading.Verdict, down.Control!.Value, down.Treatment!.Value));
        Assert.InRange(0, down.Least, down.Most);
    }

    [Fact]
    public async Task One_visitor_who_rates_everything_down_counts_once()
    {
        (AssistantVersion control, AssistantVersion treatment, Experiment open) = await StartAsync();
        for (int i = 0; i < 40; i++)
        {
            await VisitAsync(treatment.Id, up: false, visitor: "visitor:angry");
            await VisitAsync(control.Id);
        }

        Time.Advance(s_settle);

        Assert.Null(await Watch.CheckAsync(Tenant, Token));
        Assert.Equal(1, (await Watch.ReadAsync(Tenant, open, Token))!.TreatmentVisitors);
    }

    [Fact]
    public async Task A_visitor_counts_once_their_outcome_is_settled_and_not_before()
    {
        (_, AssistantVersion treatment, Experiment open) = await StartAsync();
        await VisitAsync(treatment.Id, up: false);
        Time.Advance(s_settle - TimeSpan.FromSeconds(2));
        Assert.Equal(0, (await Watch.ReadAsync(Tenant, open, Token))!.TreatmentVisitors);

        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, (await Watch.ReadAsync(Tenant, open, Token))!.TreatmentVisitors);
    }

    [Fact]
    public async Task Answers_that_say_that_there_is_none_count_as_fallbacks()
    {
        (_, AssistantVersion treatment, Experiment open) = await StartAsync();
        await VisitAsync(treatment.Id, answer: "I am sorry, our documents do not say.");
        await VisitAsync(treatment.Id);
        Time.Advance(s_settle);

        ExperimentReading reading = (await Watch.ReadAsync(Tenant, open, Token))!;

        Assert.Equal(0.5, reading.Measures.Single(measure => measure.Name == "fallback").Treatment);
        Assert.Equal(0.5, reading.Measures.Single(measure => measure.Name == "unhappy").Treatment);
    }

    [Fact]
    public async Task A_version_that_was_retired_is_not_tried_further()
    {
        (_, AssistantVersion treatment, _) = await StartAsync();

        await Versions.RetireAsync(Tenant, treatment.Id, "owner", "its data was erased", Token);

        Assert.Equal(
            ExperimentOutcome.Superseded, (await Experiments.FindByNumberAsync(Tenant, 1, Token))!.Outcome);
        Assert.Equal(VersionStatus.Retired, (await Versions.FindAsync(Tenant, treatment.Id, Token))!.Status);
        await Assert.ThrowsAsync<ConflictException>(() => Experiments.StartAsync(
            Tenant, new NewExperiment("again", treatment.Id, 0.5, false), "owner", Token));
    }

    private async Task<(AssistantVersion Control, AssistantVersion Treatment, Experiment Open)> StartAsync(
        bool promote = false)
    {
        AssistantVersion control = await PromoteAsync(await AddAsync());
        AssistantVersion treatment = await AddAsync();
        return (control, treatment, await Experiments.StartAsync(
            Tenant, new NewExperiment("try", treatment.Id, 0.5, promote), "owner", Token));
    }

    private async Task VisitorsAsync(
        AssistantVersion control, AssistantVersion treatment, int each, int downOneInControl, int downOneInTreatment)
    {
        for (int i = 0; i < each; i++)
        {
            await VisitAsync(control.Id, up: i % downOneInControl == 0 ? false : null);
            await VisitAsync(treatment.Id, up: i % downOneInTreatment == 0 ? false : null);
        }

        Time.Advance(s_settle);
    }
}
