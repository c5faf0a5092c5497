using System.Security.Claims;
using System.Text.Json;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Security;
using AssistantLoop.App.Visitors;
using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.App.Tests.Visitors;

public sealed class VisitorDoorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_proven_visitor_finds_their_conversation_on_another_device()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        (JsonElement site, string secret) = await SiteAsync(server);
        ClaimsPrincipal socket = Socket(server, site.Text("id"));
        Opened phone = await OpenAsync(server, socket, null, "phone", Token(secret, "4711"), Stop);
        Opened laptop = await OpenAsync(server, socket, null, "laptop", Token(secret, "4711"), Stop);
        Assert.Equal("user:4711", phone.Visitor);
        Assert.Equal("Ada", phone.Identity!.Name);
        Assert.Equal(phone.Conversation.Id, laptop.Conversation.Id);
        Opened other = await OpenAsync(server, socket, null, "phone", Token(secret, "4712"), Stop);
        Assert.NotEqual(phone.Conversation.Id, other.Conversation.Id);
    }

    [Fact]
    public async Task Nobody_else_opens_a_proven_visitors_conversation_or_claims_their_id()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        (JsonElement site, string secret) = await SiteAsync(server);
        ClaimsPrincipal socket = Socket(server, site.Text("id"));
        Opened ada = await OpenAsync(server, socket, null, "phone", Token(secret, "4711"), Stop);
        string id = ada.Conversation.Id.ToString();
        Opened nobody = await OpenAsync(server, socket, id, "user:4711", null, Stop);
        Assert.Equal("visitor:user:4711", nobody.Visitor);
        Assert.NotEqual(ada.Conversation.Id, nobody.Conversation.Id);
        Opened eve = await OpenAsync(server, socket, id, "phone", Token(secret, "666"), Stop);
        Assert.NotEqual(ada.Conversation.Id, eve.Conversation.Id);
        Assert.Equal(ada.Conversation.Id, (await OpenAsync(server, socket, id, null, Token(secret, "4711"), Stop)).Conversation.Id);
    }

    [Fact]
    public async Task An_unproven_visitors_conversation_opens_for_the_id_that_began_it_alone()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        (JsonElement site, string secret) = await SiteAsync(server);
        ClaimsPrincipal socket = Socket(server, site.Text("id"));
        Guid begun = (await OpenAsync(server, socket, null, "phone", null, Stop)).Conversation.Id;
        string id = begun.ToString();

        Assert.Equal(begun, (await OpenAsync(server, socket, id, "phone", null, Stop)).Conversation.Id);
        Assert.NotEqual(begun, (await OpenAsync(server, socket, id, "laptop", null, Stop)).Conversation.Id);
        Assert.NotEqual(begun, (await OpenAsync(server, socket, id, "laptop", Token(secret, "666"), Stop)).Conversation.Id);
        // One who signs in on the page goes on with it.
        Assert.Equal(begun, (await OpenAsync(server, socket, id, "phone", Token(secret, "4711"), Stop)).Conversation.Id);
    }

    [Fact]
    public async Task A_conversation_begun_over_http_opens_for_who_knows_its_id()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        ClaimsPrincipal socket = Socket(server, null);
        Guid begun = (await server.Get<ConversationStore>().CreateAsync(server.Tenant, VisitorId.Api, Stop)).Id;
        Assert.Equal(begun, (await OpenAsync(server, socket, begun.ToString(), "phone", null, Stop)).Conversation.Id);
    }

    [Fact]
    public async Task A_site_that_requires_an_identity_takes_nobody_without()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        (JsonElement site, string secret) = await SiteAsync(server, required: true);
        ClaimsPrincipal socket = Socket(server, site.Text("id"));
        Assert.Equal("identity_required", await CodeAsync(() => OpenAsync(server, socket, null, "phone", null, Stop)));
        Assert.Equal("user:4711", (await OpenAsync(server, socket, null, "phone", Token(secret, "4711"), Stop)).Visitor);
        await using HubConnection hub = await server.ConnectAsync($"/hub/chat?site={site.Text("key")}");
        HubError refused = await Assert.ThrowsAsync<HubError>(() => hub.InvokeAsync("Start", new { visitorId = "phone" }));
        Assert.Equal("identity_required", refused.Code);
    }

    [Fact]
    public async Task An_identity_of_another_site_or_of_an_old_secret_is_not_taken()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        (JsonElement site, string secret) = await SiteAsync(server);
        (JsonElement other, _) = await SiteAsync(server);
        string token = Token(secret, "4711");
        Assert.Equal("identity_invalid", await CodeAsync(() => OpenAsync(server, Socket(server, other.Text("id")), null, "v", token, Stop)));
        Assert.Equal("identity_invalid", await CodeAsync(() => OpenAsync(server, Socket(server, null), null, "v", token, Stop)));
        ClaimsPrincipal socket = Socket(server, site.Text("id"));
        string rotate = $"/api/sites/{site.Text("id")}/secret/rotate";
        await server.Agent.CallAsync(HttpMethod.Post, rotate, new { graceHours = 1 });
        Assert.Equal("user:4711", (await OpenAsync(server, socket, null, "v", token, Stop)).Visitor);
        await server.Agent.CallAsync(HttpMethod.Post, rotate, new { graceHours = 0 });
        Assert.Equal("identity_invalid", await CodeAsync(() => OpenAsync(server, socket, null, "v", token, Stop)));
    }

    // As the hub does it.
    private static async Task<Opened> OpenAsync(
        TestServer server, ClaimsPrincipal socket, string? conversationId, string? visitorId, string? identity, CancellationToken stop)
    {
        VisitorDoor door = server.Get<VisitorDoor>();
        (string visitor, VisitorIdentity? proven) = await door.WhoAsync(socket, visitorId, identity, stop);
        return new(
            visitor,
            proven,
            await door.FindAsync(conversationId, visitor, visitorId, proven, stop)
                ?? await server.Get<ConversationStore>().CreateAsync(server.Tenant, visitor, stop));
    }

    private static async Task<(JsonElement Site, string Secret)> SiteAsync(TestServer server, bool required = false)
    {
        JsonElement site = await server.NewSiteAsync(
            new { name = "Shop", allowedOrigins = new[] { "https://shop.example" }, requiresIdentity = required });
        return (site, (await server.Agent.CallAsync(HttpMethod.Post, $"/api/sites/{site.Text("id")}/secret", new { })).Text("secret"));
    }

    private static ClaimsPrincipal Socket(TestServer server, string? site) =>
        Caller.Principal(SiteAuthentication.SchemeName, server.Tenant, Scopes.Visitor, Scopes.Visitor, [Scopes.Chat], site);

    private static string Token(string secret, string subject)
    {
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return IdentityTokenTests.Sign(new { sub = subject, name = "Ada", iat = now, exp = now + 3600 }, secret: secret);
    }

    private static async Task<string> CodeAsync(Func<Task> call) => (await Assert.ThrowsAsync<ChatProblemException>(call)).Code;

    private sealed record Opened(string Visitor, VisitorIdentity? Identity, Conversation Conversation);
}
