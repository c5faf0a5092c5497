using System.Net;
using System.Text.Json;

namespace AssistantLoop.App.Tests.Api;

public sealed class ReportApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_kept_report_is_given_in_three_formats_and_can_run_nothing()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        string path = $"/api/runs/{(await EndedRun.MakeAsync(server, model)).Run}/report";

        using HttpResponseMessage html = await GetAsync(server, path);
        Assert.Equal(EndedRun.Report, await html.Content.ReadAsStringAsync(Stop));
        Assert.Equal("text/html", html.Content.Headers.ContentType!.MediaType);
        string policy = html.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; style-src 'unsafe-inline';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.Contains("sandbox", policy, StringComparison.Ordinal);
        Assert.Null(html.Content.Headers.ContentDisposition);

        using HttpResponseMessage markdown = await GetAsync(server, path + "?format=md&download");
        Assert.Equal("# Report", await markdown.Content.ReadAsStringAsync(Stop));
        Assert.Equal("attachment", markdown.Content.Headers.ContentDisposition!.DispositionType);
        Assert.EndsWith("report.md", markdown.Content.Headers.ContentDisposition.FileName!.Trim('"'), StringComparison.Ordinal);
        Assert.Equal("notEnoughEvidence", (await server.GetAsync(path + "?format=json")).GetProperty("outcome").GetString());
        using HttpResponseMessage other = await GetAsync(server, path + "?format=pdf");
        Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode);
    }

    [Fact]
    public async Task A_run_says_what_the_gate_and_the_corrections_did()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        EndedRun ended = await EndedRun.MakeAsync(server, model);

        JsonElement run = await server.GetAsync($"/api/runs/{ended.Run}");

        Assert.Equal("not-enough-evidence", run.GetProperty("outcome").GetString());
        Assert.Equal("12 entered version 2; 11 fixed, 1 worse", run.GetProperty("impact").GetString());
        Assert.True(run.GetProperty("hasReport").GetBoolean());
    }

    [Fact]
    public async Task A_run_of_before_there_were_reports_has_none()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        EndedRun ended = await EndedRun.MakeAsync(server, model, """{"version":2,"decision":"met","samples":12,"report":"# Report"}""");

        JsonElement run = await server.GetAsync($"/api/runs/{ended.Run}");

        Assert.Equal(JsonValueKind.Null, run.GetProperty("outcome").ValueKind);
        Assert.False(run.GetProperty("hasReport").GetBoolean());
        await AssertNotFoundAsync(server, $"/api/runs/{ended.Run}/report");
        await AssertNotFoundAsync(server, $"/api/runs/{Guid.NewGuid()}/report");
    }

    [Fact]
    public async Task What_was_trained_on_an_erased_visitor_is_no_longer_shown()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        EndedRun ended = await EndedRun.MakeAsync(server, model);
        string[] Reports() => Directory.GetFiles(Path.Combine(server.Data, "artefacts"), "report.*", SearchOption.AllDirectories);
        Assert.Equal(3, Reports().Length);

        using HttpResponseMessage erased = await server.PostAsync("/api/visitors/api/erase", new { policy = "retire" });
        Assert.True(erased.IsSuccessStatusCode);

        Assert.Empty(Reports());
        await AssertNotFoundAsync(server, $"/api/runs/{ended.Run}/report");
        await AssertNotFoundAsync(server, $"/api/data-sets/{ended.DataSet}/samples");
        JsonElement set = await server.GetAsync($"/api/data-sets/{ended.DataSet}");
        Assert.True(set.GetProperty("erased").GetBoolean());
        Assert.Equal(JsonValueKind.Null, set.GetProperty("card").ValueKind);
    }

    private static Task<HttpResponseMessage> GetAsync(TestServer server, string path) =>
        server.Agent.GetAsync(new Uri(path, UriKind.Relative), Stop);

    private static async Task AssertNotFoundAsync(TestServer server, string path)
    {
        using HttpResponseMessage reply = await GetAsync(server, path);
        Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
        Assert.Equal("application/problem+json", reply.Content.Headers.ContentType!.MediaType);
    }
}
