using AssistantLoop.App.Answers;
using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.App.Hubs;

/// <summary>Checks what comes over a socket, once, at the door.</summary>
internal static class HubInput
{
    /// <summary>The longest id that a client may give, in characters.</summary>
    public const int MaxIdLength = 64;

    private const int MaxPage = 2000;

    /// <summary>The id of a message.</summary>
    public static Guid MessageId(string? id) =>
        Guid.TryParse(id, out Guid parsed) ? parsed : throw UnknownMessage();

    /// <summary>The answer to an id that no message of the open conversation has.</summary>
    public static ChatProblemException UnknownMessage() => new("unknown_message", "There is no such message.");

    /// <summary>The id that a client gives its message.</summary>
    public static string ClientMessageId(string? id) =>
        id is { Length: > 0 and <= MaxIdLength } && !HandlingStore.IsReserved(id)
            ? id
            : throw new ChatProblemException("failed", $"clientMessageId must have 1 to {MaxIdLength} characters and not begin with \"agent:\".");

    /// <summary>A text that need not be there.</summary>
    public static string? Optional(string? text) => string.IsNullOrWhiteSpace(text) ? null : MessageText.Parse(text);

    /// <summary>Where a page says it is; its query and fragment may hold what is nobody's business.</summary>
    public static Visit Visit(StartRequest request)
    {
        string? page = request.Page?.Split('?', '#')[0];
        return new(Short(request.Language, "language"), Short(request.Channel, "channel"), page?[..Math.Min(page.Length, MaxPage)]);
    }

    /// <summary>A language or channel; null where none is given.</summary>
    public static string? Short(string? value, string key) => string.IsNullOrWhiteSpace(value) ? null
        : value.Length <= MaxIdLength ? value.Trim()
        : throw new ChatProblemException("failed", $"{key} may have {MaxIdLength} characters; given: {value.Length}.");
}
