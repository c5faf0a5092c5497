using AssistantLoop.Chat.Prompts;
using AssistantLoop.Chat.Turns;
using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Impact;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Learning.Impact;

/// <summary>
/// What corrections did: the prompts of answers that agents corrected are asked again of the version that learnt from
/// them, and the new answer's likeness to the correction, token F1, is compared with the old one's.
/// </summary>
public sealed class CorrectionReplay(IChatClient client)
{
    /// <summary>The most corrections that one run asks again, the newest; each costs an answer.</summary>
    public const int Most = 100;

    /// <summary>Asked at once; the engine answers them in one batch.</summary>
    private const int AtOnce = 4;

    /// <summary>Asks all prompts again, as they were kept.</summary>
    /// <param name="tenant">The business.</param>
    /// <param name="version">The version that learnt.</param>
    /// <param name="corrections">The corrections.</param>
    /// <param name="cancellationToken">Stops between tokens.</param>
    /// <returns>One outcome a correction, in their order.</returns>
    public async Task<IReadOnlyList<CorrectionOutcome>> RunAsync(
        string tenant, RoutedVersion version, IReadOnlyList<StoredPair> corrections, CancellationToken cancellationToken)
    {
        CorrectionOutcome[] outcomes = new CorrectionOutcome[corrections.Count];
        await Parallel.ForAsync(
            0,
            corrections.Count,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (at, stop) =>
            {
                StoredPair pair = corrections[at];
                string answer = await AskAsync(tenant, version, pair.Prompt, stop);
                outcomes[at] = new()
                {
                    PairId = pair.Id,
                    MessageId = pair.MessageId!.Value,
                    Correction = pair.Chosen!,
                    Author = pair.Author,
                    Before = TokenF1.Of(pair.Rejected!, pair.Chosen!),
                    After = TokenF1.Of(answer, pair.Chosen!),
                    Answer = answer,
                };
            });
        return outcomes;
    }

    private async Task<string> AskAsync(
        string tenant, RoutedVersion version, string prompt, CancellationToken cancellationToken)
    {
        ChatOptions options = version.Prompt.Options();
        options.ModelId = version.Adapter;
        options.Temperature = 0;
        (options.AdditionalProperties ??= [])["tenant"] = tenant;
        List<string> pieces = [];
        await foreach (ChatResponseUpdate update in
            client.GetStreamingResponseAsync(PromptText.Read(prompt), options, cancellationToken))
        {
            pieces.Add(update.Text);
        }

        return string.Concat(pieces);
    }
}
