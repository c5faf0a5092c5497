using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Experiments;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Storage.Tests.Experiments;

public sealed class ExperimentStoreTests : StorageTest
{
    private ExperimentStore Store => new(Database);

    private VersionStore Versions => new(Database);

    [Fact]
    public async Task A_start_points_the_candidate_alias_to_the_treatment()
    {
        var (control, treatment) = await TwoAsync();

        var open = await StartAsync(treatment);

        Assert.Equal((1, control.Id, treatment.Id, 0.1), (open.Number, open.ControlId, open.TreatmentId, open.Share));
        var candidate = await Versions.CandidateAsync(Tenant, Token);
        Assert.Equal((treatment.Id, VersionStatus.Candidate), (candidate!.Id, candidate.Status));
        var routing = await Store.RoutingAsync(Tenant, Token);
        Assert.Equal((control.Id, open, treatment.Id), (routing.Serving!.Id, routing.Open, routing.Treatment!.Id));
        Assert.Equal(open, await Store.OpenAsync(Tenant, Token));
    }

    [Fact]
    public async Task One_experiment_is_open_at_a_time()
    {
        var (_, treatment) = await TwoAsync();
        await StartAsync(treatment);

        var e = await Assert.ThrowsAsync<ConflictException>(() => StartAsync(treatment));

        Assert.Equal("Experiment 1 (try) is open; stop it before another is started.", e.Message);
    }

    [Fact]
    public async Task A_version_that_serves_or_was_rejected_cannot_be_tried()
    {
        var (control, treatment) = await TwoAsync();
        await Versions.RejectAsync(Tenant, treatment.Id, "gate", "lost", null, Token);

        await Assert.ThrowsAsync<ConflictException>(() => StartAsync(control));
        await Assert.ThrowsAsync<ConflictException>(() => StartAsync(treatment));
    }

    [Fact]
    public async Task A_stop_gives_the_treatment_its_status_back_and_is_taken_once()
    {
        var (_, treatment) = await TwoAsync();
        await Versions.LeaveUndecidedAsync(Tenant, treatment.Id, "gate", "few cases", null, Token);
        var open = await StartAsync(treatment);
        await Assert.ThrowsAsync<ConflictException>(
            () => Versions.PromoteAsync(Tenant, treatment.Id, "owner", "nice", null, Token));

        var ended = await EndAsync(open, ExperimentOutcome.Stopped);

        Assert.Equal((ExperimentOutcome.Stopped, "owner", "enough"), (ended.Outcome!.Value, ended.EndedBy, ended.Reason));
        Assert.Equal(VersionStatus.Undecided, (await Versions.FindAsync(Tenant, treatment.Id, Token))!.Status);
        Assert.Null(await Versions.CandidateAsync(Tenant, Token));
        await Assert.ThrowsAsync<ConflictException>(() => EndAsync(open, ExperimentOutcome.Stopped));
        Assert.Equal(2, (await StartAsync(treatment)).Number);
    }

    [Fact]
    public async Task A_treatment_that_lost_is_rejected_and_one_that_won_is_promoted_where_asked_for()
    {
        var (_, treatment) = await TwoAsync();
        await EndAsync(await StartAsync(treatment), ExperimentOutcome.Worse);
        Assert.Equal(VersionStatus.Rejected, (await Versions.FindAsync(Tenant, treatment.Id, Token))!.Status);

        var other = await AddAsync();
        await EndAsync(await StartAsync(other, promote: true), ExperimentOutcome.Better);
        Assert.Equal(other.Id, (await Versions.ServingAsync(Tenant, Token))!.Id);
    }

    [Fact]
    public async Task A_promotion_or_rollback_ends_the_experiment_whose_control_it_replaces()
    {
        var (_, treatment) = await TwoAsync();
        await StartAsync(treatment);
        await Versions.PromoteAsync(Tenant, (await AddAsync()).Id, "owner", "better", null, Token);
        Assert.Equal(ExperimentOutcome.Superseded, (await Store.FindByNumberAsync(Tenant, 1, Token))!.Outcome);

        await StartAsync(treatment);
        await Versions.RollbackAsync(Tenant, "owner", "worse", Token);

        Assert.Equal("version 3 was rolled back", (await Store.FindByNumberAsync(Tenant, 2, Token))!.Reason);
        Assert.Equal(VersionStatus.Staged, (await Versions.FindAsync(Tenant, treatment.Id, Token))!.Status);
        Assert.Null(await new AuditLog(Database).VerifyAsync(Tenant, Token));
    }

    [Fact]
    public async Task Another_tenant_neither_sees_nor_ends_it()
    {
        var (_, treatment) = await TwoAsync();
        var open = await StartAsync(treatment);

        Assert.Null(await Store.OpenAsync(Other, Token));
        Assert.Empty(await Store.ListAsync(Other, 10, Token));
        Assert.Null(await Store.FindByNumberAsync(Other, 1, Token));
        Assert.Equal(new Routing(null, null, null), await Store.RoutingAsync(Other, Token));
        await Assert.ThrowsAsync<NotFoundException>(() => Store.EndAsync(
            Other, open.Id, "owner", ExperimentOutcome.Stopped, "r", null, Token));
    }

    private async Task<(AssistantVersion Control, AssistantVersion Treatment)> TwoAsync()
    {
        var control = await Versions.PromoteAsync(Tenant, (await AddAsync()).Id, "owner", "first", null, Token);
        return (control, await AddAsync());
    }

    private Task<AssistantVersion> AddAsync() => Versions.AddAsync(
        Tenant, new NewVersion { BaseHash = "base", PromptHash = "prompt", StyleHash = "style" }, "owner", null, Token);

    private Task<Experiment> StartAsync(AssistantVersion treatment, bool promote = false) =>
        Store.StartAsync(Tenant, new NewExperiment("try", treatment.Id, 0.1, promote), "owner", Token);

    private Task<Experiment> EndAsync(Experiment open, ExperimentOutcome outcome) =>
        Store.EndAsync(Tenant, open.Id, "owner", outcome, "enough", null, Token);
}
