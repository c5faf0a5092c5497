using System.Text.Json;
using System.Text.Json.Serialization;
using AssistantLoop.Chat.Actions;
using AssistantLoop.Chat.Citations;
using AssistantLoop.Chat.Turns;
using Microsoft.Extensions.AI;

namespace AssistantLoop.App.OpenAi;

/// <summary>Answers in the form of OpenAI's chat completions, whole or in chunks; citations are our own field beside.</summary>
/// <param name="id">The completion's id.</param>
/// <param name="created">When it began.</param>
/// <param name="model">The model's name as asked for.</param>
/// <param name="version">The version that answers.</param>
/// <param name="call">The name of the function that the answer must call; null where it answers in words.</param>
/// <param name="offered">The tools that the caller has: an action of these names that is proposed is called, any other asked about in words.</param>
internal sealed class CompletionView(
    string id, DateTimeOffset created, string model, RoutedVersion version, string? call, IReadOnlySet<string> offered)
{
    /// <summary>How the API's values are written.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string _callId = $"call_{id[^24..]}";

    /// <summary>The whole answer.</summary>
    public object Whole(TurnCompleted answer) => Whole(answer, CallOf(answer));

    private object Whole(TurnCompleted answer, FunctionPiece? called) => new
    {
        Id = id,
        Object = "chat.completion",
        Created = created.ToUnixTimeSeconds(),
        Model = model,
        SystemFingerprint = version.Id.ToString("N"),
        Choices = new object[]
        {
            new
            {
                Index = 0,
                Message = new
                {
                    Role = "assistant",
                    Content = called is null ? answer.Text : null,
                    Refusal = (string?)null,
                    ToolCalls = called is null ? null : new object[] { new { Id = _callId, Type = "function", Function = called } },
                },
                Logprobs = (object?)null,
                FinishReason = FinishReason(answer),
            },
        },
        Usage = Usage(answer.Usage),
        Citations = Cited(answer),
    };

    /// <summary>The first chunk: who speaks, and which function is called.</summary>
    public object First() => Chunk(call is null
        ? new Delta { Role = "assistant", Content = "" }
        : new Delta { Role = "assistant", ToolCalls = [new(0, _callId, "function", new(call, ""))] });

    /// <summary>A piece of the answer.</summary>
    public object Piece(TurnText piece) => Chunk(call is not null
        ? new Delta { ToolCalls = [new(0, null, null, new(null, piece.Text))] }
        : CallOf(piece.Proposal) is { } called
            ? new Delta { ToolCalls = [new(0, _callId, "function", called)] }
            : new Delta { Content = piece.Text });

    /// <summary>The last chunk: why it ended, and what it cites.</summary>
    public object Last(TurnCompleted answer) => Chunk(new Delta(), FinishReason(answer), Cited(answer));

    /// <summary>The chunk after the last, where usage was asked for.</summary>
    public object UsageChunk(TurnCompleted answer) => new
    {
        Id = id,
        Object = "chat.completion.chunk",
        Created = created.ToUnixTimeSeconds(),
        Model = model,
        SystemFingerprint = version.Id.ToString("N"),
        Choices = Array.Empty<object>(),
        Usage = Usage(answer.Usage),
    };

    private object Chunk(Delta delta, string? finish = null, object[]? citations = null) => new
    {
        Id = id,
        Object = "chat.completion.chunk",
        Created = created.ToUnixTimeSeconds(),
        Model = model,
        SystemFingerprint = version.Id.ToString("N"),
        Choices = new object[] { new { Index = 0, Delta = delta, Logprobs = (object?)null, FinishReason = finish } },
        Citations = citations,
    };

    private string FinishReason(TurnCompleted answer) =>
        answer.FinishReason is "length" or "content_filter" ? answer.FinishReason : CallOf(answer) is null ? "stop" : "tool_calls";

    private FunctionPiece? CallOf(TurnCompleted answer) => call is null ? CallOf(answer.Proposal) : new(call, answer.Text);

    private FunctionPiece? CallOf(ActionProposal? proposal) => proposal is not null && offered.Contains(proposal.Action.Name)
        ? new(proposal.Action.Name, proposal.Arguments.ToJsonString())
        : null;

    private static object? Usage(UsageDetails? usage) => usage is null ? null : new
    {
        PromptTokens = usage.InputTokenCount ?? 0,
        CompletionTokens = usage.OutputTokenCount ?? 0,
        TotalTokens = usage.TotalTokenCount ?? 0,
    };

    private static object[] Cited(TurnCompleted answer) => [.. answer.Citations.Select(View)];

    private static object View(Citation citation) => new
    {
        citation.Number,
        citation.Source.Passage.Title,
        citation.Source.Passage.Text,
        citation.Source.Passage.Path,
        citation.Source.Passage.Anchor,
        citation.Source.Passage.Page,
        citation.Source.Passage.Source,
    };

    private sealed record Delta
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Role { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Content { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public CallPiece[]? ToolCalls { get; init; }
    }

    private sealed record CallPiece(
        int Index,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Type,
        FunctionPiece Function);

    private sealed record FunctionPiece(
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name, string Arguments);
}
