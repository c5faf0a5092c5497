using AssistantLoop.Learning.Runs;
using AssistantLoop.Learning.Tests.Runs;
using AssistantLoop.Storage.Impact;
using AssistantLoop.Storage.Runs;

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

        Assert.Null((await Runs.FindAsync(Tenant, run.Id, Token))!.Error);
        VersionImpact impact = Assert.Single(await new ImpactStore(Database).ReadAsync(Tenant, "agent", 10, Token));
        Assert.Equal("12 entered version 2; 1 fixed, 0 better, 10 as before, 1 worse", $"{impact}");
        Assert.Equal(
            ("Yes, it is red.", "I do not know.", 0.75, 0.0),
            (impact.Outcomes[0].Correction, impact.Outcomes[0].Answer, impact.Outcomes[0].Before, impact.Outcomes[0].After));
        Assert.Empty(await new ImpactStore(Database).ReadAsync(Tenant, "another", 10, Token));
        RunEvent told = (await Runs.ProgressAsync(Tenant, run.Id, 0, Token))
            .Select(line => RunEvent.Read(line.Sequence, line.Content))
            .Single(happened => happened.Message?.Contains("asked again", StringComparison.Ordinal) == true);
        Assert.Equal("Corrections asked again: 12 entered version 2; 1 fixed, 0 better, 10 as before, 1 worse", told.Message);
    }
}
