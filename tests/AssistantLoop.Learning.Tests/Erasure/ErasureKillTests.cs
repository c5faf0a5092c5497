using System.Diagnostics;
using System.Globalization;
using System.Text;
using AssistantLoop.Learning.Erasure;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.DataSets;
using AssistantLoop.Storage.Erasure;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Prompts;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Learning.Tests.Erasure;

/// <summary>A process that erases is killed (SIGKILL) at one moment after the other; the next one ends in the same state.</summary>
public sealed class ErasureKillTests : LearningTest
{
    private const string FolderVariable = "ASSISTANTLOOP_ERASURE_FOLDER";
    private const string MomentVariable = "ASSISTANTLOOP_ERASURE_MOMENT";
    private const string Visitor = "visitor-to-forget";
    private const string Sentinel = "the zeppelin lands in Quedlinburg";

    [Fact]
    public async Task Killed_at_any_moment_it_is_finished_by_the_next_try()
    {
        int killed = 0;
        int moment = 1;
        while (await KilledAtAsync(moment))
        {
            killed++;
            moment++;
        }

        // The clock is read at least in the erasure's transaction, the promotion, each purge and the end.
        Assert.InRange(killed, 8, 100);
    }

    [Fact(Explicit = true)]
    public async Task Child_that_erases_until_it_is_killed()
    {
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipWhen(folder is null, "started by the test above only");
        KillingTime time = new();
        using Database database = await Database.OpenAsync(folder, time, Token);
        time.Left = int.Parse(Environment.GetEnvironmentVariable(MomentVariable)!, CultureInfo.InvariantCulture);
        await EraseAsync(database, folder, time);
        time.Left = 0;
        await File.WriteAllTextAsync(folder + ".done", "", Token);
    }

    /// <returns>Whether the child was killed; false once it ends before the moment comes.</returns>
    private async Task<bool> KilledAtAsync(int moment)
    {
        string folder = Path.Combine(Folder, moment.ToString(CultureInfo.InvariantCulture));
        using (Database database = await Database.OpenAsync(folder, TimeProvider.System, Token))
        {
            await FillAsync(database, folder);
        }

        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            ArgumentList = { "-explicit", "only", "-method", $"*.{nameof(Child_that_erases_until_it_is_killed)}" },
            Environment = { [FolderVariable] = folder, [MomentVariable] = moment.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardOutput = true,
        };
        using (Process child = Process.Start(start)!)
        {
            await child.StandardOutput.ReadToEndAsync(Token);
            await child.WaitForExitAsync(Token);
        }

        bool ended = File.Exists(folder + ".done");
        using (Database database = await Database.OpenAsync(folder, TimeProvider.System, Token))
        {
            await EraseAsync(database, folder, TimeProvider.System);
            Assert.Null(await new AuditLog(database).VerifyAsync(Tenant, Token));
            Assert.Equal(1, (await new VersionStore(database).ServingAsync(Tenant, Token))!.Number);
            Assert.NotNull(Assert.Single(await new ErasureStore(database).ListAsync(Tenant, 10, Token)).ScrubbedAt);
            Assert.Empty(await new ErasureLeftovers(database).PurgesAsync(Token));
        }

        Assert.DoesNotContain(
            Directory.GetFiles(folder, "*", SearchOption.AllDirectories),
            file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Sentinel)) >= 0);
        return !ended;
    }

    private static async Task FillAsync(Database database, string folder)
    {
        ConversationStore conversations = new(database, "server@test");
        Guid talk = (await conversations.CreateAsync(Tenant, Visitor, Token)).Id;
        Guid answer = (await conversations.AskAsync(Tenant, talk, "1", Sentinel, Token)).Answer.Id;
        string hash = await new PromptStore(database).KeepAsync(Tenant, Sentinel, Token);
        await conversations.SetProvenanceAsync(Tenant, answer, null, hash, "[]", Token);
        await conversations.EndAsync(Tenant, answer, MessageState.Complete, "stop", Token);
        await new FeedbackStore(database).CorrectAsync(Tenant, answer, "agent", Sentinel, Token);
        Guid pair = Assert.Single(await new PreferencePairs(database).ReadAfterAsync(Tenant, Guid.Empty, 10, Token)).Id;
        string file = folder + ".jsonl";
        await File.WriteAllTextAsync(file, Sentinel, Token);
        string artefact = await new FolderArtefactStore(folder, TimeProvider.System).PutAsync(file, Token);
        await new DataSetStore(database).AddAsync(
            Tenant, new() { Hash = "set", Manifest = "{}", ArtefactHash = artefact, TrainCount = 1, HeldOutCount = 0 }, [pair], [], null, Token);
        VersionStore versions = new(database);
        foreach (string? set in new[] { null, "set" })
        {
            AssistantVersion version = await versions.AddAsync(
                Tenant, new() { BaseHash = "b", PromptHash = "p", StyleHash = "s", DataSetHash = set, AdapterHash = set }, "test", null, Token);
            await versions.PromoteAsync(Tenant, version.Id, "owner", "test", null, Token);
        }
    }

    private static Task<ErasureReport> EraseAsync(Database database, string folder, TimeProvider time)
    {
        ErasureLeftovers leftovers = new(database);
        ErasureFinish finish = new(
            leftovers, new VersionStore(database), new FolderArtefactStore(folder, time), Path.Combine(folder, "runs"));
        return new VisitorErasure(new ErasureStore(database), leftovers, finish)
            .RunAsync(Tenant, Visitor, ErasurePolicy.Retire, "owner", dryRun: false, Token);
    }

    /// <summary>Kills the process when the clock is read for the nth time, in the midst of transactions too.</summary>
    private sealed class KillingTime : TimeProvider
    {
        public int Left { get; set; }

        public override DateTimeOffset GetUtcNow()
        {
            if (Left > 0 && --Left == 0)
            {
                Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
            }

            return base.GetUtcNow();
        }
    }
}
