using System.Text.Json;

namespace AssistantLoop.App.Tests.Hubs;

/// <summary>What visitors do over a socket, in the words of the tests.</summary>
internal static class HubTalk
{
    public static async Task<string> OpenAsync(this HubConnection hub, string visitor = "visitor", string? conversation = null) =>
        (await hub.ViewAsync(visitor, conversation)).GetProperty("id").GetString()!;

    public static Task<JsonElement> ViewAsync(this HubConnection hub, string visitor = "visitor", string? conversation = null) =>
        hub.InvokeAsync("Start", new { visitorId = visitor, conversationId = conversation });

    public static object Question(string conversation, string clientId, string text = "How much does standard shipping cost?") =>
        new { conversationId = conversation, clientMessageId = clientId, text };

    /// <summary>Asks and lets the model say the pieces.</summary>
    public static async Task<List<JsonElement>> AskAsync(
        this HubConnection hub, PacedChatClient model, string conversation, string clientId, string text, params string[] pieces)
    {
        model.SayAll(pieces);
        return await hub.StreamAsync("Ask", Question(conversation, clientId, text)).ToListAsync();
    }

    public static async Task<string> CodeAsync(this IAsyncEnumerable<JsonElement> stream) =>
        (await Assert.ThrowsAsync<HubError>(async () => await stream.ToListAsync())).Code;

    public static string Id(this JsonElement step) => step.GetProperty("messageId").GetString()!;

    public static string Kind(this JsonElement step) => step.GetProperty("kind").GetString()!;

    public static string TextOf(this JsonElement message) => message.GetProperty("text").GetString()!;

    public static List<string> Texts(this JsonElement conversation) =>
        [.. conversation.GetProperty("messages").EnumerateArray().Select(message => message.TextOf())];
}
