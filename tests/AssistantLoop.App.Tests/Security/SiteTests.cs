using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using AssistantLoop.Storage.Audit;

namespace AssistantLoop.App.Tests.Security;

public sealed class SiteTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sites_key_gives_its_looks_and_none_gives_the_businesss()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        JsonElement site = await server.NewSiteAsync(new
        {
            name = "Shop",
            allowedOrigins = new[] { "https://Shop.example/" },
            welcome = "Moin!",
            language = "de",
            theme = new { accent = "#123456" },
            handOver = false,
            requiresIdentity = true,
        });
        JsonElement seen = await server.Http.CallAsync(HttpMethod.Get, $"/api/site?site={site.Text("key")}");
        Assert.Equal(("Moin!", "de", "#123456"), (seen.Text("welcome"), seen.Text("language"), seen.GetProperty("theme").Text("accent")));
        Assert.False(seen.GetProperty("handOver").GetBoolean());
        Assert.True(seen.GetProperty("satisfaction").GetBoolean());
        Assert.True(seen.GetProperty("requireIdentity").GetBoolean());
        Assert.Equal("https://shop.example", site.GetProperty("allowedOrigins")[0].GetString());
        Assert.Equal(
            $"<script src=\"{server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)}/widget.js\" data-site=\"{site.Text("key")}\" async></script>",
            site.Text("embed"));
        JsonElement plain = await server.Http.CallAsync(HttpMethod.Get, "/api/site");
        Assert.True(plain.GetProperty("handOver").GetBoolean());
        Assert.Equal("Finch", plain.Text("assistant"));
    }

    [Fact]
    public async Task A_site_key_works_from_its_own_origins_alone()
    {
        await using TestServer server = await TestServer.StartAsync(
            new PacedChatClient(), ("allowed-origins", "https://old.example"));
        string key = (await server.NewSiteAsync()).Text("key");
        await using (HubConnection hub = await server.ConnectAsync($"/hub/chat?site={key}", "https://shop.example"))
        {
            Assert.NotEmpty((await hub.InvokeAsync("Start", new { visitorId = "v" })).Text("id"));
        }

        await using (HubConnection hub = await server.ConnectAsync("/hub/chat", "https://old.example"))
        {
            Assert.NotEmpty((await hub.InvokeAsync("Start", new { visitorId = "v" })).Text("id"));
        }

        await Assert.ThrowsAsync<WebSocketException>(() => server.ConnectAsync($"/hub/chat?site={key}", "https://evil.example"));
        await Assert.ThrowsAsync<WebSocketException>(() => server.ConnectAsync($"/hub/chat?site={key}", "https://old.example"));
        await Assert.ThrowsAsync<WebSocketException>(() => server.ConnectAsync("/hub/chat", "https://shop.example"));
        await Assert.ThrowsAsync<WebSocketException>(() => server.ConnectAsync("/hub/chat?site=site_none"));
        Assert.Equal(HttpStatusCode.Forbidden, (await FromAsync(server, $"/api/site?site={key}", "https://evil.example")).Status);
        Assert.Equal(
            (HttpStatusCode.OK, "https://shop.example"), await FromAsync(server, $"/api/site?site={key}", "https://shop.example"));
    }

    [Fact]
    public async Task A_disabled_sites_key_is_unknown()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        JsonElement site = await server.NewSiteAsync();
        await server.Agent.CallAsync(HttpMethod.Post, $"/api/sites/{site.Text("id")}/disable", new { });
        await server.Http.CallAsync(HttpMethod.Get, $"/api/site?site={site.Text("key")}", status: HttpStatusCode.NotFound);
        await Assert.ThrowsAsync<WebSocketException>(() => server.ConnectAsync($"/hub/chat?site={site.Text("key")}"));
        await server.Agent.CallAsync(HttpMethod.Post, $"/api/sites/{site.Text("id")}/disable", new { disabled = false });
        await server.Http.CallAsync(HttpMethod.Get, $"/api/site?site={site.Text("key")}");
    }

    [Fact]
    public async Task The_secret_is_shown_when_asked_for_and_is_neither_in_the_database_nor_in_the_audit_log()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        JsonElement site = await server.NewSiteAsync();
        Assert.DoesNotContain("als_", site.GetRawText(), StringComparison.Ordinal);
        string path = $"/api/sites/{site.Text("id")}/secret";
        string first = (await server.Agent.CallAsync(HttpMethod.Post, path, new { })).Text("secret");
        Assert.Equal(first, (await server.Agent.CallAsync(HttpMethod.Post, path, new { })).Text("secret"));
        string second = (await server.Agent.CallAsync(HttpMethod.Post, $"{path}/rotate", new { graceHours = 0 })).Text("secret");
        Assert.NotEqual(first, second);
        IReadOnlyList<AuditEntry> rows = await server.Get<AuditLog>().ReadAsync(server.Tenant, 0, 500, Stop);
        Assert.Equal(2, rows.Count(row => row.Action == "site.secret-shown"));
        Assert.DoesNotContain(rows, row => row.Details.Contains(first, StringComparison.Ordinal) || row.Details.Contains(second, StringComparison.Ordinal));
        foreach (string file in Directory.GetFiles(server.Data, "assistantloop.db*"))
        {
            await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using MemoryStream bytes = new();
            await stream.CopyToAsync(bytes, Stop);
            Assert.Equal(-1, bytes.ToArray().AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(first)));
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(server.Data, "server-secret")));
        }
    }

    [Theory]
    [InlineData("https://shop.example/page")]
    [InlineData("shop.example")]
    [InlineData("*")]
    [InlineData("ftp://shop.example")]
    public async Task An_origin_that_is_none_is_refused(string origin)
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        await server.Agent.CallAsync(
            HttpMethod.Post, "/api/sites", new { name = "Shop", allowedOrigins = new[] { origin } }, HttpStatusCode.BadRequest);
    }

    private static async Task<(HttpStatusCode Status, string? Allowed)> FromAsync(TestServer server, string path, string origin)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Add("Origin", origin);
        using HttpResponseMessage response = await server.Http.SendAsync(request, Stop);
        return (response.StatusCode, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed.Single() : null);
    }
}
