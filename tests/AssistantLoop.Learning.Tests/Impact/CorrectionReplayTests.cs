using AssistantLoop.Learning.Runs;
using AssistantLoop.Learning.Tests.Runs;
using AssistantLoop.Storage.Impact;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Learning.Tests.Impact;

public sealed class CorrectionReplayTests : LearningTest
{
    [Fact]
    public async Task A_run_tells_what_each_correction_did()
    {
        await CorrectManyAsync(10);
        // The evaluation's stand-in answers "I do not know." to what is no question of the suite.
        await CorrectAsync("Is it round?", "I do not know.", given: "Yes, it is round.");
        await CorrectAsync("Is it red?", "Yes, it is red.", given: "Yes, it is blue.");
        Run run = await new LoopWorker(Database, Folder).QueueAsync(Token);

        await new LoopWorker(Database, Folder).Build(TimeProvider.System).WorkOnceAsync(Token);

        AssistantVersion version = (await new VersionStore(Database).FindByNumberAsync(Tenant, 2, Token))!;
        IReadOnlyList<CorrectionOutcome> outcomes = await new ImpactStore(Database).ReadAsync(Tenant, version.Id, "agent", Token);
        Assert.Equal(
            [(CorrectionVerdict.Fixed, 1), (CorrectionVerdict.Same, 10), (CorrectionVerdict.Worse, 1)],
            outcomes.GroupBy(outcome => outcome.Verdict).Select(group => (group.Key, group.Count())).Order());
        Assert.Equal((0.75, 0.0), (outcomes[0].Before, outcomes[0].After));
        Assert.Empty(await new ImpactStore(Database).ReadAsync(Tenant, version.Id, "another", Token));
        RunEvent told = (await Runs.ProgressAsync(Tenant, run.Id, 0, Token))
            .Select(line => RunEvent.Read(line.Sequence, line.Content))
            .Single(happened => happened.Message?.Contains("asked again", StringComparison.Ordinal) == true);
        Assert.Equal("12 corrections asked again: 1 fixed, 0 better, 10 as before, 1 worse", told.Message);
    }
}
