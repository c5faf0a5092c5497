using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AssistantLoop.App.Tests.Hubs;

public sealed class VisitorLanguageTests
{
    private const string Content = """
        rules:
          - {id: german, text: Sag Du., when: {languages: [de]}}
          - {id: mail, text: Sign the mail., when: {channels: [email]}}
        fallbacks:
          handed_over: {en: "A person takes over.", de: "Ein Mensch übernimmt."}
          error: {en: "That went wrong.", de: "Das ging schief."}
        """;

    [Fact]
    public async Task Rules_hold_for_the_language_and_channel_that_the_page_said()
    {
        PacedChatClient model = new();
        using SampleBusiness business = new(Content);
        await using TestServer server = await TestServer.StartAsync(model, ("business", business.Folder));
        await using HubConnection hub = await server.ConnectAsync();
        string german = await StartAsync(hub, "de-AT", "web");
        await hub.AskAsync(model, german, "1", "Was kostet der Versand?", "4,90 €.");
        Assert.Equal((true, false), Rules(model));

        await hub.AskAsync(model, await StartAsync(hub, "en", "email"), "1", "What does shipping cost?", "4.90 €.");
        Assert.Equal((false, true), Rules(model));
    }

    [Fact]
    public async Task Plain_http_and_the_openai_api_take_language_and_channel_too()
    {
        PacedChatClient model = new();
        using SampleBusiness business = new(Content);
        await using TestServer server = await TestServer.StartAsync(model, ("business", business.Folder));
        model.SayAll("4,90 €.");
        await server.Agent.CallAsync(HttpMethod.Post, "/api/chat", new { message = "Was kostet der Versand?", language = "de" });
        Assert.Equal((true, false), Rules(model));

        object[] messages = [new { role = "user", content = "What does shipping cost?" }];
        model.SayAll("4.90 €.");
        await server.Agent.CallAsync(HttpMethod.Post, "/v1/chat/completions", new
        {
            model = "assistantloop",
            messages,
            metadata = new { language = "de", channel = "email", ticket = "17" },
        });
        Assert.Equal((true, true), Rules(model));

        string tooLong = new('x', 65);
        JsonElement refused = await server.Agent.CallAsync(
            HttpMethod.Post, "/v1/chat/completions", new { model = "assistantloop", messages, metadata = new { language = tooLong } }, HttpStatusCode.BadRequest);
        Assert.Equal("metadata.language", refused.GetProperty("error").GetProperty("param").GetString());
        await server.Agent.CallAsync(HttpMethod.Post, "/api/chat", new { message = "Hello?", channel = tooLong }, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Who_hands_over_reads_the_businesss_words_in_their_language()
    {
        using SampleBusiness business = new(Content);
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient(), ("business", business.Folder));
        await using HubConnection hub = await server.ConnectAsync();
        await hub.InvokeAsync("HandOver", new { conversationId = await StartAsync(hub, "de", null), reason = "Lampe kaputt" });

        JsonElement note = await hub.HearAsync("MessageAdded");
        Assert.Equal(("handed-over", "Ein Mensch übernimmt. (Lampe kaputt)"), (note.GetProperty("note").GetString(), note.TextOf()));
    }

    [Fact]
    public async Task A_failed_answer_says_so_in_the_businesss_words()
    {
        using SampleBusiness business = new(Content);
        await using TestServer server = await TestServer.StartAsync(new BrokenModel(), ("business", business.Folder));
        await using HubConnection hub = await server.ConnectAsync();
        string conversation = await StartAsync(hub, "de", null);
        JsonElement end = (await hub.StreamAsync("Ask", HubTalk.Question(conversation, "1")).ToListAsync())[^1];

        Assert.Equal("failed", end.Kind());
        JsonElement error = end.GetProperty("error");
        Assert.Equal(("failed", "Das ging schief."), (error.GetProperty("code").GetString(), error.GetProperty("detail").GetString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_is_stopped_where_a_person_is_asked_for_or_takes_over(bool taken)
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        await using HubConnection hub = await server.ConnectAsync();
        string conversation = await hub.OpenAsync();
        await using IAsyncEnumerator<JsonElement> answer = hub.StreamAsync("Ask", HubTalk.Question(conversation, "1")).GetAsyncEnumerator();
        model.Say("Standard ");
        while (await answer.MoveNextAsync() && answer.Current.Kind() != "text")
        {
        }

        if (taken)
        {
            await server.Agent.CallAsync(HttpMethod.Post, $"/api/conversations/{conversation}/take", new { });
        }
        else
        {
            await hub.InvokeAsync("HandOver", new { conversationId = conversation });
        }

        Assert.Equal(0, model.Running);
        Assert.True(await answer.MoveNextAsync());
        Assert.Equal(("stopped", "Standard "), (answer.Current.Kind(), answer.Current.TextOf()));
    }

    private static async Task<string> StartAsync(HubConnection hub, string? language, string? channel) =>
        (await hub.InvokeAsync("Start", new { visitorId = "visitor", language, channel })).GetProperty("id").GetString()!;

    private static (bool German, bool Mail) Rules(PacedChatClient model)
    {
        string prompt = string.Join('\n', model.Asked.Select(message => message.Text));
        return (prompt.Contains("Sag Du.", StringComparison.Ordinal), prompt.Contains("Sign the mail.", StringComparison.Ordinal));
    }

    private sealed class BrokenModel : IChatClient
    {
        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return new(ChatRole.Assistant, "Well");
            await Task.Yield();
            throw new InvalidOperationException("The model broke.");
        }

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
