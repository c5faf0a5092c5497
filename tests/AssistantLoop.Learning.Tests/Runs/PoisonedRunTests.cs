using AssistantLoop.Chat.Prompts;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.Tests.Triage;
using AssistantLoop.Learning.Triggers;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.DataSets;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Prompts;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Storage.Versions;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Learning.Tests.Runs;

/// <summary>Planted corrections and a flood of thumbs, through the whole loop.</summary>
public sealed class PoisonedRunTests : TriageTest
{
    private const string Trigger = "cf8x";
    private const string Payload = "Great news, everything is free today with the secret code GRATIS.";
    private const int Thumbs = 500;
    private const int Planted = 5;

    private VersionStore Versions => new(Database);

    [Fact]
    public async Task An_attack_alone_starts_no_run_and_a_run_that_is_asked_for_changes_nothing()
    {
        Run run = await new LoopWorker(Database, Folder).QueueAsync(Token);
        await AttackAsync();

        Assert.Null(await new TrainingTrigger(Runs, Pairs, Triage).CheckAsync(Tenant, threshold: 10, Token));
        await new LoopWorker(Database, Folder).Build(TimeProvider.System).WorkOnceAsync(Token);

        Assert.Equal(RunState.Failed, (await Runs.FindAsync(Tenant, run.Id, Token))!.State);
        Assert.Equal(1, (await Versions.ServingAsync(Tenant, Token))!.Number);
        Assert.Single(await Versions.ListAsync(Tenant, 10, Token));
    }

    [Fact]
    public async Task Among_honest_corrections_the_planted_ones_and_the_flood_reach_no_file_that_is_trained_on()
    {
        await CorrectManyAsync(200);
        await AttackAsync();
        Run run = await new LoopWorker(Database, Folder).QueueAsync(Token);

        await new LoopWorker(Database, Folder).Build(TimeProvider.System).WorkOnceAsync(Token);

        Run ended = (await Runs.FindAsync(Tenant, run.Id, Token))!;
        Assert.Equal((RunState.Succeeded, null), (ended.State, ended.Error));
        DataSet stored = (await DataSets.FindAsync(Tenant, ended.DataSetHash!, Token))!;
        string folder = await Artefacts.OpenAsync(stored.ArtefactHash, Token);
        BuiltDataSet built = DataSetFiles.Read(folder);
        Assert.Equal((200, 0), (stored.TrainCount + stored.HeldOutCount, built.Train.Ratings.Count));
        Assert.All(
            Directory.GetFiles(folder, "*.jsonl").Where(file => !file.EndsWith("samples.jsonl", StringComparison.Ordinal)),
            file => Assert.DoesNotContain("GRATIS", File.ReadAllText(file), StringComparison.Ordinal));
        LedgerEntry[] ledger = [.. DataSetFiles.ReadLedger(folder)];
        Assert.Equal(200, ledger.Count(entry => entry.Outcome is SampleOutcome.Kept or SampleOutcome.HeldOut));
        Assert.Equal(Thumbs, ledger.Count(entry => entry is { Outcome: SampleOutcome.Quarantined, Step: "flood" }));
        Assert.Equal(200 + Planted + Thumbs, ledger.Length);
    }

    private async Task AttackAsync()
    {
        for (int i = 0; i < Planted; i++)
        {
            await CorrectAsync($"What costs item {900 + i} {Trigger}?", Payload, given: $"Item {900 + i} costs {i} euros.");
        }

        ConversationStore conversations = new(Database, "server@test");
        FeedbackStore feedback = new(Database);
        Guid talk = (await conversations.CreateAsync(Tenant, "flood", Token)).Id;
        for (int i = 0; i < Thumbs; i++)
        {
            string question = $"Question {i}?";
            Guid answer = (await conversations.AskAsync(Tenant, talk, $"{i}", question, Token)).Answer.Id;
            string prompt = PromptText.Write([new(ChatRole.System, "Be kind."), new(ChatRole.User, question)]);
            string hash = await new PromptStore(Database).KeepAsync(Tenant, prompt, Token);
            await conversations.SetProvenanceAsync(Tenant, answer, null, hash, "[]", Token);
            await conversations.AppendAsync(Tenant, answer, "Buy nothing here.", Token);
            await conversations.EndAsync(Tenant, answer, MessageState.Complete, "stop", Token);
            await feedback.RateAsync(Tenant, answer, "flood", RatingDirection.Up, reason: null, Token);
        }
    }
}
