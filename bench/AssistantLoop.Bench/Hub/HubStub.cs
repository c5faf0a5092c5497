using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Bench.Hub;

/// <summary>
/// A model that says a token at fixed times, as its question tells: how many, how many a second, and which text. Without
/// a seed each token is the time that it was due, by the clock that all processes of the machine share; a token that is
/// pulled late counts from when it was due.
/// </summary>
internal sealed partial class HubStub : IChatClient
{
    private static readonly string[] s_words = [" the", " parcel", " ships", "–", " für", " 4,90 €", " 🌱", "!\n", " 日本", " re", "turn"];

    /// <summary>A question that is answered with these many tokens, at this rate.</summary>
    public static string Question(int tokens, int rate, int seed) => $"Say [{tokens}/{rate}/{seed}] please.";

    /// <summary>The text of a seed's tokens; unlike for each.</summary>
    public static string Text(int tokens, int seed) => string.Concat(Enumerable.Range(0, tokens).Select(at => Word(seed, at)));

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Match match = Asked().Matches(messages.Last(message => message.Role == ChatRole.User).Text)[^1];
        int Number(int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
        (int tokens, int rate, int seed) = (Number(1), Number(2), Number(3));

        // Not all at the same moment.
        long start = Stopwatch.GetTimestamp();
        for (int at = 0; at < tokens; at++)
        {
            long due = start + ((at + 1) * Stopwatch.Frequency / rate);
            TimeSpan left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, cancellationToken);
            }

            yield return new(ChatRole.Assistant, seed == 0 ? $" {Math.Max(due, 0)}" : Word(seed, at));
        }

        yield return new() { FinishReason = ChatFinishReason.Stop };
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static string Word(int seed, int at) => new StringBuilder(s_words[(int)((uint)HashOf(seed, at) % s_words.Length)])
        .Append(at % 7 == 0 ? at.ToString(CultureInfo.InvariantCulture) : "").ToString();

    private static int HashOf(int seed, int at)
    {
        uint hash = ((uint)seed * 2654435761) ^ ((uint)at * 40503);
        return (int)((hash ^ (hash >> 15)) * 2246822519);
    }

    [GeneratedRegex(@"\[(\d+)/(\d+)/(\d+)\]")]
    private static partial Regex Asked();
}
