using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace AssistantLoop.App.Tests.Business;

public sealed class ContentApiTests
{
    [Fact]
    public async Task What_is_saved_holds_from_the_next_question_on_and_each_revision_stays()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());

        JsonElement file = await server.GetAsync("/api/business/rules");
        Assert.Equal(0, file.GetProperty("revision").GetInt32());
        await SaveAsync(server, "rules", "- {id: a, text: Recommend seeds first.}", after: 0);
        await SaveAsync(server, "rules", "- {id: b, text: Recommend bulbs first.}", after: 1);

        Assert.Equal(2, (await server.GetAsync("/api/business/rules")).GetProperty("revision").GetInt32());
        Assert.Contains("seeds", (await server.GetAsync("/api/business/rules?revision=1")).GetProperty("yaml").GetString()!, StringComparison.Ordinal);
        JsonElement history = await server.GetAsync("/api/business/rules/history");
        Assert.Equal([2, 1], history.EnumerateArray().Select(entry => entry.GetProperty("revision").GetInt32()));
        JsonElement audit = await server.GetAsync("/api/audit/newest?action=content.saved");
        Assert.Equal(2, audit.GetProperty("items").GetArrayLength());
        Assert.Contains("Rule: Recommend bulbs first.", await PromptAsync(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_process_takes_a_save_up_within_a_second_or_two()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        Assert.DoesNotContain("seeds first", await PromptAsync(server), StringComparison.Ordinal);

        // By the store alone, as another process does.
        await server.Get<Storage.Business.BusinessContentStore>().SaveAsync(
            server.Tenant, "rules", "- Recommend seeds first.", "h", "other", null, TestContext.Current.CancellationToken);
        string prompt = "";
        for (int tries = 0; tries < 50 && !prompt.Contains("seeds first", StringComparison.Ordinal); tries++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            prompt = await PromptAsync(server);
        }

        Assert.Contains("Rule: Recommend seeds first.", prompt, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("glossary", "- {term: a}", HttpStatusCode.BadRequest, "'meaning' is missing")]
    [InlineData("glossary", null, HttpStatusCode.BadRequest, "yaml is missing")]
    [InlineData("poems", "- a", HttpStatusCode.NotFound, "poems")]
    public async Task A_text_that_cannot_be_used_is_refused_with_the_cause(string kind, string? yaml, HttpStatusCode status, string cause)
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());

        using HttpResponseMessage answer = await server.Agent.PutAsJsonAsync(
            new Uri($"/api/business/{kind}", UriKind.Relative), new { yaml }, TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(cause, (await BodyAsync(answer)).GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_save_over_somebody_elses_is_a_conflict()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        await SaveAsync(server, "glossary", "- a = b", after: 0);

        using HttpResponseMessage answer = await server.Agent.PutAsJsonAsync(
            new Uri("/api/business/glossary", UriKind.Relative), new { yaml = "- c = d", after = 0 }, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    [Fact]
    public async Task Without_a_key_nothing_is_read_or_saved()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        foreach (string path in (string[])["/api/business/rules", "/api/styles", "/api/generators"])
        {
            using HttpResponseMessage answer = await server.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_preview_answers_by_the_draft_and_as_it_is_now_and_stores_nothing()
    {
        PacedChatClient model = new();
        model.SayAll("Your badge, sorry.");
        model.SayAll("Your badge, sorry.");
        await using TestServer server = await TestServer.StartAsync(model);

        using HttpResponseMessage answer = await server.PostAsync("/api/preview", new
        {
            question = "Which badge do I get?",
            glossary = "- {term: club card, meaning: the card, avoid: [badge]}",
            rules = "- {id: seeds, text: Recommend seeds first.}",
            style = "instruction: Be short.\nforbidden: [sorry]",
        });
        JsonElement view = await BodyAsync(answer);

        Assert.Equal("Your club card, sorry.", view.GetProperty("draft").GetProperty("text").GetString());
        Assert.Equal("Your badge, sorry.", view.GetProperty("now").GetProperty("text").GetString());
        Assert.Contains("Rule: Recommend seeds first.", view.GetProperty("draft").GetProperty("prompt").GetString()!, StringComparison.Ordinal);
        Assert.DoesNotContain("Rule:", view.GetProperty("now").GetProperty("prompt").GetString()!, StringComparison.Ordinal);
        Assert.Equal(["seeds"], view.GetProperty("draft").GetProperty("rules").EnumerateArray().Select(rule => rule.GetString()));
        Assert.Equal(
            ["club card", "forbidden"],
            view.GetProperty("draft").GetProperty("violations").EnumerateArray().Select(found => found.GetProperty("subject").GetString()));
        Assert.Empty((await server.GetAsync("/api/business/rules/history")).EnumerateArray());
    }

    [Fact]
    public async Task A_saved_style_is_a_staged_version_that_serves_after_its_promotion_and_over_a_restart()
    {
        string data = Directory.CreateTempSubdirectory("assistantloop-server").FullName;
        TestServer server = await TestServer.StartAtAsync(data, new PacedChatClient());
        using HttpResponseMessage saved = await server.PostAsync("/api/styles", new { name = "plain", yaml = "instruction: Be plain." });
        JsonElement version = (await BodyAsync(saved)).GetProperty("version");
        Assert.Equal("staged", version.GetProperty("status").GetString());
        Assert.Contains("plain", (await server.GetAsync("/api/styles")).EnumerateArray().Select(style => style.GetProperty("name").GetString()));

        (await server.PostAsync($"/api/versions/{version.GetProperty("id").GetString()}/promote", new { reason = "try" })).EnsureSuccessStatusCode();
        Assert.Contains("Be plain.", await PromptAsync(server), StringComparison.Ordinal);
        await server.StopAsync();
        await using TestServer again = await TestServer.StartAtAsync(data, new PacedChatClient());
        Assert.Contains("Be plain.", await PromptAsync(again), StringComparison.Ordinal);
        (await again.PostAsync("/api/rollback", new { reason = "back" })).EnsureSuccessStatusCode();
        Assert.DoesNotContain("Be plain.", await PromptAsync(again), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Plain!", "instruction: x", "name must be")]
    [InlineData("plain", "tone: x", "'instruction' is missing")]
    public async Task A_style_that_cannot_be_used_is_refused(string name, string yaml, string cause)
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        using HttpResponseMessage answer = await server.PostAsync("/api/styles", new { name, yaml });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(cause, (await BodyAsync(answer)).GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    // The prompt of a turn as visitors have it now.
    private static async Task<string> PromptAsync(TestServer server)
    {
        Storage.Versions.AssistantVersion serving = (await server.Get<Storage.Versions.VersionStore>()
            .ServingAsync(server.Tenant, TestContext.Current.CancellationToken))!;
        Chat.Turns.RoutedVersion version = await server.Get<Versions.VersionRouter>().RouteAsync(serving, TestContext.Current.CancellationToken);
        Chat.Turns.TurnRequest request = new(
            server.Get<Chat.Business.BusinessProfile>(), version, [new(Microsoft.Extensions.AI.ChatRole.User, "Hello")]);
        await using IAsyncEnumerator<Chat.Turns.TurnEvent> events = server.Get<Chat.Turns.ChatTurn>()
            .RunAsync(request, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await events.MoveNextAsync());
        return Assert.IsType<Chat.Turns.TurnStarted>(events.Current).Prompt.Messages[0].Text;
    }

    private static async Task SaveAsync(TestServer server, string kind, string yaml, int after)
    {
        using HttpResponseMessage answer = await server.Agent.PutAsJsonAsync(
            new Uri($"/api/business/{kind}", UriKind.Relative), new { yaml, after }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
}
