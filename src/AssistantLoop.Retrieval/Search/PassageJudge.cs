using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Index;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Retrieval.Search;

/// <summary>
/// Tells whether a passage answers a question. A search finds what is near it; a language model that reads both together
/// (a cross-encoder, Nogueira and Cho 2019) tells what it asks for from what is only like it. Thread-safe.
/// </summary>
/// <param name="client">The model; gives an answer's <see cref="Likelihood"/> with it.</param>
/// <param name="prompt">The system message for a passage's title and text, to which the model says "Yes" or "No".</param>
/// <param name="adapter">The id of the adapter that judges, ready to be asked; null: the base model judges.</param>
public sealed class PassageJudge(IChatClient client, Func<string, string, string> prompt, Func<string?> adapter)
{
    /// <summary>The additional property that asks for an answer's likelihood (true), and under which the answer has it: a
    /// double from 0 to 1.</summary>
    public const string Likelihood = "likelihood";

    /// <summary>The default of <see cref="KeepFrom"/>.</summary>
    public const double UsualKeepFrom = 0.25;

    private const string Yes = "Yes";

    /// <summary>How likely a passage must be to answer to stay in the prompt, 0 to 1. Low, as the model that answers may still
    /// refuse, and what is left out here is lost (`bench reading`).</summary>
    public double KeepFrom { get; init; } = UsualKeepFrom;

    /// <summary>How likely each of some passages answers a question, in their order.</summary>
    public async Task<IReadOnlyList<JudgedPassage>> JudgeAsync(
        string tenant, StandaloneQuestion question, IReadOnlyList<FoundPassage> passages, CancellationToken cancellationToken)
    {
        // One after the other: a question takes one place in the engine's queue, as its answer does.
        List<JudgedPassage> judged = [];
        foreach (FoundPassage found in passages)
        {
            judged.Add(new(found, await ChanceAsync(tenant, question.Asked, found.Passage, cancellationToken)));
        }

        return judged;
    }

    private async Task<double> ChanceAsync(string tenant, string question, Passage passage, CancellationToken cancellationToken)
    {
        ChatOptions options = new()
        {
            Temperature = 0,
            MaxOutputTokens = 1,
            ModelId = adapter(),
            AdditionalProperties = new() { ["tenant"] = tenant, [Likelihood] = true },
        };
        ChatResponse response = await client.GetResponseAsync(
            [new(ChatRole.System, prompt(passage.Title, passage.Text)), new(ChatRole.User, question)], options, cancellationToken);
        return response.Messages[^1].AdditionalProperties?.TryGetValue(Likelihood, out double likelihood) != true
            ? throw new InvalidOperationException("The model that judges passages does not tell how likely its answer is.")
            : response.Text.Trim() == Yes ? likelihood : 1 - likelihood;
    }
}
