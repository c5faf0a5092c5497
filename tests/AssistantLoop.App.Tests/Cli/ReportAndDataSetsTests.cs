using System.Text.Json;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Evaluation.Gates;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.Runs;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.DataSets;
using AssistantLoop.Storage.Documents;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Importing;
using AssistantLoop.Storage.Runs;
using Microsoft.Extensions.AI;

namespace AssistantLoop.App.Tests.Cli;

/// <summary>report and datasets, in processes of their own.</summary>
public sealed class ReportAndDataSetsTests : IAsyncLifetime
{
    private const string Tenant = "alder-finch";

    private readonly string _folder = Directory.CreateTempSubdirectory("assistantloop-report").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder, "data");

    public ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Data);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_newest_report_or_one_run_s_is_written_as_the_file_s_name_says()
    {
        await BadAsync("No run has a report yet.", "report");
        Guid older = await RunAsync("older");
        Guid newer = await RunAsync("newer");
        Guid without = await RunAsync(null);

        Assert.Contains("newer.md", await OkAsync("report"), StringComparison.Ordinal);
        Assert.Contains("older.md", await OkAsync("report", older.ToString()), StringComparison.Ordinal);
        foreach (string end in new[] { "html", "md", "json" })
        {
            string file = Path.Combine(_folder, $"out.{end}");
            await OkAsync("report", newer.ToString(), "--output", file);
            Assert.Equal($"newer.{end}", await File.ReadAllTextAsync(file, Stop));
        }

        await BadAsync("must end with .html, .md or .json", "report", "--output", "report.pdf");
        await BadAsync($"Run {without} has no report; it is failed.", "report", without.ToString());
        await BadAsync("There is no run", "report", Guid.NewGuid().ToString());
        await BadAsync("setting 'RUN': must be a run's id; given: one", "report", "one");
        await BadAsync("Could not find a part of the path", "report", "--output", Path.Combine(_folder, "nowhere", "out.md"));
    }

    [Fact]
    public async Task Data_sets_are_listed_shown_and_asked_why_a_piece_is_in_or_out()
    {
        Assert.Equal(0, JsonDocument.Parse(await OkAsync("datasets", "--json")).RootElement.GetArrayLength());
        await BadAsync("There is no data set", "datasets", "--ledger", Guid.NewGuid().ToString());
        (string hash, Guid held, Guid excluded) = await BuildAsync();

        Assert.Contains(hash[..12], await OkAsync("datasets"), StringComparison.Ordinal);
        Assert.Equal(hash, JsonDocument.Parse(await OkAsync("datasets", "--json")).RootElement[0].GetProperty("hash").GetString());
        Assert.StartsWith("# ", await OkAsync("datasets", hash[..12]), StringComparison.Ordinal);
        Assert.Equal(Tenant, JsonDocument.Parse(await OkAsync("datasets", hash, "--json")).RootElement.GetProperty("tenant").GetString());
        Assert.Contains("jsonl:", await OkAsync("datasets", "--ledger", held.ToString()), StringComparison.Ordinal);
        Assert.Contains("imported: dropped by step decision:", await OkAsync("datasets", hash, "--ledger", excluded.ToString()), StringComparison.Ordinal);
        JsonElement entry = JsonDocument.Parse(await OkAsync("datasets", "--ledger", excluded.ToString(), "--json")).RootElement[0];
        Assert.Equal(("dropped", "decision"), (entry.GetProperty("outcome").GetString(), entry.GetProperty("step").GetString()));
        await BadAsync("There is no data set ffff", "datasets", "ffffffffffffffff");
        await BadAsync("was not made with piece of feedback", "datasets", "--ledger", Guid.NewGuid().ToString());
        await BadAsync("Cannot parse argument 'one'", "datasets", "--ledger", "one");
    }

    /// <summary>A run that ended with a report of this name, or failed without one.</summary>
    private async Task<Guid> RunAsync(string? name)
    {
        using Database database = await Database.OpenAsync(Data, TimeProvider.System, Stop);
        await new RunStore(database).EnqueueAsync(Tenant, new NewRun("sft", "{}", null, "test", "test"), Stop);
        RunLeases leases = new(database);
        LeasedRun leased = (await leases.TryLeaseAsync("worker", TimeSpan.FromMinutes(1), Stop))!;
        if (name is null)
        {
            await leases.EndAsync(leased.Lease, RunState.Failed, result: null, error: "no", Stop);
            return leased.Run.Id;
        }

        string folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        foreach (string end in new[] { "html", "md", "json" })
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"report.{end}"), $"{name}.{end}", Stop);
        }

        string hash = await new FolderArtefactStore(Data, TimeProvider.System).PutAsync(folder, Stop);
        RunResult result = new(2, true, "better", 10, 1, 2, 1, null, null, "# Report", Outcome.Promote, hash, "none");
        await leases.EndAsync(leased.Lease, RunState.Succeeded, result.Write(), error: null, Stop);
        return leased.Run.Id;
    }

    /// <summary>A data set of imported rows, one of which an agent excluded.</summary>
    private async Task<(string Hash, Guid Held, Guid Excluded)> BuildAsync()
    {
        using Database database = await Database.OpenAsync(Data, TimeProvider.System, Stop);
        ImportStore imports = new(database);
        string[] goods = ["spade", "rake", "hoe", "fork", "trowel", "shears", "gloves", "bucket", "hose", "basket", "pot", "lamp"];
        ImportRecord import = await imports.BeginAsync(Tenant, "faq.csv", "sha", "importer", Stop);
        await imports.AddAsync(Tenant, import.Id, "importer", [.. goods.Select((good, at) => new NewImportedRow
        {
            Line = at + 1,
            Kind = PairKind.Imported,
            ContentHash = good,
            ConversationId = Guid.NewGuid(),
            Prompt = PromptText.Write([new(ChatRole.User, $"What does the {good} cost at the moment?")]),
            Chosen = $"The {good} costs {at + 3} euros in our shop today.",
        })], Stop);
        PreferencePairs pairs = new(database);
        IReadOnlyList<StoredPair> all = await pairs.ReadAfterAsync(Tenant, Guid.Empty, 100, Stop);
        await new PairDecisions(database).DecideAsync(Tenant, all[0].Id, PairDecision.Excluded, null, "agent", Stop);
        await new RunStore(database).EnqueueAsync(Tenant, new NewRun("sft", "{}", null, "test", "test"), Stop);
        LeasedRun leased = (await new RunLeases(database).TryLeaseAsync("worker", TimeSpan.FromMinutes(1), Stop))!;
        BuiltDataSet built = await new DataSetBuilder(pairs, new DocumentStore(database), new DataSetStore(database), new FolderArtefactStore(Data, TimeProvider.System))
            .BuildAsync(leased.Lease, [], Path.Combine(_folder, "work"), Stop);
        return (built.Hash, all[1].Id, all[0].Id);
    }

    private async Task<string> OkAsync(params string[] arguments)
    {
        (int code, string output, string error) = await Program.RunAsync([.. arguments, "--data", Data]);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {code} {error}");
        return output;
    }

    private async Task BadAsync(string problem, params string[] arguments)
    {
        (int code, _, string error) = await Program.RunAsync([.. arguments, "--data", Data]);
        Assert.Equal(2, code);
        Assert.Contains(problem, Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }
}
