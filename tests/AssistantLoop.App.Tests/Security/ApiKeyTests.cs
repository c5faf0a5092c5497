using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AssistantLoop.App.Security;

namespace AssistantLoop.App.Tests.Security;

public sealed class ApiKeyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_says_who_asks_and_what_they_may()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        using HttpClient maria = server.With(await server.NewKeyAsync("maria", "agent"));
        JsonElement me = await maria.CallAsync(HttpMethod.Get, "/api/me");
        Assert.Equal((server.Tenant, "maria", "agent"), (me.Text("tenant"), me.Text("name"), me.Text("role")));
        Assert.Equal(Scopes.Of("agent"), me.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));
        Assert.Equal("agent", (await server.GetAsync("/api/me")).Text("name"));
        Assert.Equal("owner", (await server.GetAsync("/api/me")).Text("role"));
    }

    [Theory]
    [InlineData("GET", "/api/conversations", "read")]
    [InlineData("POST", "/api/chat", "chat")]
    [InlineData("POST", "/api/messages/00000000-0000-0000-0000-000000000001/flags", "feedback")]
    [InlineData("POST", "/api/review/00000000-0000-0000-0000-000000000001/dismiss", "review")]
    [InlineData("POST", "/api/rollback", "learning")]
    [InlineData("POST", "/api/documents/ingest", "content")]
    [InlineData("GET", "/api/keys", "keys")]
    [InlineData("GET", "/api/sites", "keys")]
    [InlineData("PUT", "/api/limits", "settings")]
    [InlineData("POST", "/api/webhooks", "settings")]
    [InlineData("GET", "/api/audit", "audit")]
    [InlineData("POST", "/api/visitors/v/erase", "erase")]
    [InlineData("GET", "/api/visitors/v/export", "erase")]
    public async Task A_key_without_the_scope_is_refused_and_told_which(string method, string path, string scope)
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        using HttpClient without = server.With(
            await server.NewKeyAsync("narrow", "owner", [.. Scopes.All.Where(other => other != scope)]));
        JsonElement problem = await without.CallAsync(new(method), path, new { }, HttpStatusCode.Forbidden);
        Assert.Equal(scope, problem.Text("scope"));
        Assert.Contains($"'{scope}'", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_api_route_but_the_widgets_asks_for_a_key()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        JsonElement document = await server.Http.CallAsync(HttpMethod.Get, "/openapi/v1.json");
        foreach (JsonProperty path in document.GetProperty("paths").EnumerateObject().Where(path => path.Name != "/api/site"))
        {
            string filled = Regex.Replace(path.Name, @"\{(\w+)\}", name => name.Groups[1].Value == "number" ? "1" : $"{Guid.Empty}");
            foreach (JsonProperty method in path.Value.EnumerateObject())
            {
                await server.Http.CallAsync(
                    new(method.Name.ToUpperInvariant()), filled, method.Name == "get" ? null : new { }, HttpStatusCode.Unauthorized);
            }
        }
    }

    [Fact]
    public async Task A_revoked_key_is_refused_at_once_and_of_a_rotated_one_both_work_for_the_grace()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        JsonElement first = await server.Agent.CallAsync(
            HttpMethod.Post, "/api/keys", new { name = "till", role = "agent" }, HttpStatusCode.Created);
        JsonElement second = await server.Agent.CallAsync(
            HttpMethod.Post, $"/api/keys/{first.Text("id")}/rotate", new { graceHours = 1 }, HttpStatusCode.Created);
        JsonElement third = await server.Agent.CallAsync(
            HttpMethod.Post, $"/api/keys/{second.Text("id")}/rotate", new { graceHours = 0 }, HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, first.Text("key")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, second.Text("key")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, third.Text("key")));
        await server.Agent.CallAsync(HttpMethod.Delete, $"/api/keys/{third.Text("id")}");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, third.Text("key")));
        JsonElement list = await server.GetAsync("/api/keys?search=till&sort=-createdAt&pageSize=2");
        Assert.Equal(3, list.GetProperty("total").GetInt32());
        Assert.Equal(2, list.GetProperty("items").GetArrayLength());
        Assert.DoesNotContain(third.Text("key"), list.GetRawText(), StringComparison.Ordinal);
        await server.Agent.CallAsync(HttpMethod.Get, "/api/keys?sort=hash", status: HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Nobody_gives_rotates_or_takes_a_key_that_is_above_their_own()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        string owners = await server.NewKeyAsync("chief", "owner");
        JsonElement listed = (await server.GetAsync("/api/keys")).GetProperty("items")[0];
        using HttpClient clerk = server.With(await server.NewKeyAsync("clerk", "agent", "read", "keys"));
        await clerk.CallAsync(HttpMethod.Post, "/api/keys", new { name = "x", role = "owner", scopes = new[] { "read" } }, HttpStatusCode.Forbidden);
        await clerk.CallAsync(HttpMethod.Post, "/api/keys", new { name = "x", role = "agent", scopes = new[] { "erase" } }, HttpStatusCode.Forbidden);
        await clerk.CallAsync(HttpMethod.Post, $"/api/keys/{listed.Text("id")}/rotate", new { }, HttpStatusCode.Forbidden);
        await clerk.CallAsync(HttpMethod.Delete, $"/api/keys/{listed.Text("id")}", status: HttpStatusCode.Forbidden);
        await clerk.CallAsync(HttpMethod.Post, "/api/keys", new { name = "x", role = "agent", scopes = new[] { "read" } }, HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, owners));
    }

    [Theory]
    [InlineData("agent", "agent")]
    [InlineData("a:b", "agent")]
    [InlineData("", "agent")]
    [InlineData("fine", "visitor")]
    [InlineData("fine", "agent", "everything")]
    public async Task A_key_that_makes_no_sense_is_refused(string name, string role, params string[] scopes)
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        await server.Agent.CallAsync(HttpMethod.Post, "/api/keys", new { name, role, scopes }, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Who_gives_many_wrong_keys_must_wait_with_the_right_one_too()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        // While keys are tried one more is allowed every few seconds, so on a slow machine it takes some more.
        int wrong = 0;
        while (await StatusAsync(server, $"al_0123456789_{wrong:d43}") == HttpStatusCode.Unauthorized)
        {
            Assert.True(++wrong < 10 * SignInFailures.Most);
        }

        Assert.True(wrong >= SignInFailures.Most);
        using HttpResponseMessage refused = await server.Agent.GetAsync(new Uri("/api/me", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    [Fact]
    public async Task What_is_done_is_done_in_the_keys_name_and_its_ratings_are_no_visitors()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        using HttpClient maria = server.With(await server.NewKeyAsync("maria", "agent"));
        model.SayAll("Yes.");
        JsonElement answer = await maria.CallAsync(HttpMethod.Post, "/api/chat", new { message = "Well?" });
        string message = answer.Text("messageId");
        await maria.CallAsync(HttpMethod.Post, $"/api/messages/{message}/ratings", new { rating = "down" }, HttpStatusCode.NoContent);
        await maria.CallAsync(HttpMethod.Post, $"/api/messages/{message}/flags", new { label = "wrong" }, HttpStatusCode.NoContent);
        JsonElement rows = (await server.GetAsync($"/api/audit/newest?subject={message}")).GetProperty("items");
        Assert.Equal(["maria", "maria"], rows.EnumerateArray().Select(row => row.Text("actor")));
        string talk = $"/api/conversations/{answer.Text("conversationId")}";
        JsonElement own = (await maria.CallAsync(HttpMethod.Get, talk)).GetProperty("messages")[1];
        JsonElement others = (await server.GetAsync(talk)).GetProperty("messages")[1];
        Assert.Equal(("down", JsonValueKind.Null), (own.Text("rating"), own.GetProperty("visitorRating").ValueKind));
        Assert.Equal(JsonValueKind.Null, others.GetProperty("rating").ValueKind);
        Assert.Equal(JsonValueKind.Null, others.GetProperty("visitorRating").ValueKind);
    }

    private static async Task<HttpStatusCode> StatusAsync(TestServer server, string key)
    {
        using HttpClient client = server.With(key);
        return (await client.GetAsync(new Uri("/api/me", UriKind.Relative), Stop)).StatusCode;
    }
}
