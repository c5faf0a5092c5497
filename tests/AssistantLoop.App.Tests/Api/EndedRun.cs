using System.Text.Json;
using AssistantLoop.Evaluation.Gates;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.Runs;
using AssistantLoop.Learning.Triage;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Tests.Api;

/// <summary>A run that ended, over a data set of real corrections, with a report that stands in for a measured one.</summary>
internal sealed record EndedRun(Guid Run, string DataSet)
{
    public const string Report = "<!doctype html><title>Report</title>";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Has a visitor ask, an agent correct, and a worker build a data set of it; the last correction is excluded.</summary>
    public static async Task<EndedRun> MakeAsync(TestServer server, PacedChatClient model, string? result = null)
    {
        List<string> messages = [];
        for (int i = 0; i < 13; i++)
        {
            model.SayAll("I cannot say.");
            using HttpResponseMessage asked = await server.PostAsync("/api/chat", new { message = Question(i) });
            JsonElement answer = JsonSerializer.Deserialize<JsonElement>(await asked.Content.ReadAsStringAsync(Stop));
            string id = answer.GetProperty("messageId").GetString()!;
            messages.Add(id);
            using HttpResponseMessage corrected = await server.PostAsync($"/api/messages/{id}/corrections", new { text = Answer(i) });
            string piece = (await server.GetAsync("/api/feedback?kind=correction")).GetProperty("items").EnumerateArray()
                .Single(row => row.GetProperty("messageId").GetString() == id).GetProperty("id").GetString()!;

            using HttpResponseMessage decided = await server.PostAsync(
                $"/api/feedback/{piece}/decision", new { decision = i == 12 ? "excluded" : "confirmed" });
            Assert.True(decided.IsSuccessStatusCode);
        }

        // What an agent says of the cause stays so; the server's own triage, which comes by every few seconds, would say that no document has it.
        await server.Get<TriageAll>().RunAsync(server.Tenant, messages.Count, Stop);
        foreach (string id in messages)
        {
            using HttpResponseMessage said = await server.PostAsync($"/api/triage/{id}/cause", new { cause = "style" });
            Assert.True(said.IsSuccessStatusCode);
        }

        using HttpResponseMessage queued = await server.PostAsync("/api/runs", new { });
        Assert.True(queued.IsSuccessStatusCode);
        RunLeases leases = server.Get<RunLeases>();
        RunLease lease = (await leases.TryLeaseAsync("worker", TimeSpan.FromMinutes(5), Stop))!.Lease;
        BuiltDataSet built = await server.Get<DataSetBuilder>().BuildAsync(lease, [], Path.Combine(server.Data, "work"), Stop);
        AssistantVersion first = (await server.Get<VersionStore>().ServingAsync(server.Tenant, Stop))!;
        await server.Get<VersionStore>().AddAsync(
            server.Tenant,
            new NewVersion
            {
                BaseHash = first.BaseHash,
                PromptHash = first.PromptHash,
                StyleHash = first.StyleHash,
                ParentId = first.Id,
                DataSetHash = built.Hash,
                RunId = lease.RunId,
            },
            "worker", lease, Stop);
        result ??= new RunResult(
            2, false, "not enough evidence, about 40 more cases would tell", 12, 1, 2, 1, null, null, "# Report",
            Outcome.NotEnoughEvidence, await KeepReportAsync(server), "12 entered version 2; 11 fixed, 1 worse").Write();
        await leases.EndAsync(lease, RunState.Rejected, result, error: null, Stop);
        return new(lease.RunId, built.Hash);
    }

    private static string Question(int i) => $"What is the price of item number {i} in your shop?";

    private static string Answer(int i) => $"Item number {i} costs {i + 3} euros and is kept in stock.";

    private static async Task<string> KeepReportAsync(TestServer server)
    {
        string folder = Directory.CreateDirectory(Path.Combine(server.Data, "work", "report")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, RunReport.Html), Report, Stop);
        await File.WriteAllTextAsync(Path.Combine(folder, RunReport.Markdown), "# Report", Stop);
        await File.WriteAllTextAsync(Path.Combine(folder, RunReport.Json), """{"outcome":"notEnoughEvidence"}""", Stop);
        return await server.Get<IArtefactStore>().PutAsync(folder, Stop);
    }
}
