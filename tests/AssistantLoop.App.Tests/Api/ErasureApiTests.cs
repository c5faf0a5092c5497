using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace AssistantLoop.App.Tests.Api;

public sealed class ErasureApiTests
{
    private const string Sentinel = "the zeppelin lands in Quedlinburg";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_visitor_of_the_running_server_is_erased_without_a_trace()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await using (HubConnection hub = await server.ConnectAsync())
        {
            JsonElement talk = await hub.InvokeAsync("Start", new { visitorId = "visitor-7" });
            model.SayAll("So ", Sentinel, ".");
            await hub.StreamAsync(
                "Ask", new { conversationId = talk.GetProperty("id").GetString(), clientMessageId = "1", text = Sentinel }).ToListAsync();
        }

        JsonElement trial = await PostAsync(server, "/api/visitors/visitor-7/erase", new { dryRun = true });
        Assert.Equal(1, trial.GetProperty("removed").GetProperty("conversations").GetInt32());
        Assert.Single((await server.GetAsync("/api/conversations")).GetProperty("items").EnumerateArray());
        Assert.NotEmpty(FilesWithSentinel(server));

        JsonElement erased = await PostAsync(server, "/api/visitors/visitor-7/erase", new { policy = "retire" });

        Assert.Equal(trial.GetProperty("removed").GetRawText(), erased.GetProperty("removed").GetRawText());
        Assert.Equal(JsonValueKind.Null, erased.GetProperty("problem").ValueKind);
        Assert.Empty((await server.GetAsync("/api/conversations")).GetProperty("items").EnumerateArray());
        Assert.Empty(FilesWithSentinel(server));
        JsonElement listed = Assert.Single((await server.GetAsync("/api/erasures")).GetProperty("erasures").EnumerateArray());
        Assert.StartsWith("visitor:", listed.GetProperty("visitor").GetString(), StringComparison.Ordinal);
        Assert.True((await server.GetAsync("/api/audit/verify")).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_policy_that_is_none_is_refused_and_agents_alone_erase()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        using HttpResponseMessage refused = await server.PostAsync("/api/visitors/v/erase", new { policy = "forget" });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using HttpResponseMessage keyless = await server.Http.PostAsJsonAsync(new Uri("/api/visitors/v/erase", UriKind.Relative), new { }, Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, keyless.StatusCode);
    }

    private static string[] FilesWithSentinel(TestServer server) =>
    [
        .. Directory.GetFiles(server.Data, "*", SearchOption.AllDirectories).Where(file =>
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using MemoryStream bytes = new();
            stream.CopyTo(bytes);
            return bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(Sentinel)) >= 0;
        }),
    ];

    private static async Task<JsonElement> PostAsync(TestServer server, string path, object body)
    {
        using HttpResponseMessage response = await server.PostAsync(path, body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Stop));
        return await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }
}
