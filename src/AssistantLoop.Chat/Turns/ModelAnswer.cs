using System.Runtime.CompilerServices;
using AssistantLoop.Chat.Generators;
using AssistantLoop.Chat.Kernels;
using AssistantLoop.Chat.Prompts;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace AssistantLoop.Chat.Turns;

/// <summary>One answer as the model gives it: by the version's generator, or by the local model in its place.</summary>
internal sealed class ModelAnswer(Kernel kernel, TurnRequest request, AssembledPrompt prompt)
{
    public ChatFinishReason? Finish { get; private set; }

    public TurnUncertainty? Uncertainty { get; private set; }

    public UsageDetails? Usage { get; private set; }

    /// <summary>The remote generator that answers; null for the local model.</summary>
    public string? Generator { get; private set; } = request.Version.Generator;

    /// <summary>Why the local model answers in a generator's place.</summary>
    public string? FellBack { get; private set; }

    /// <summary>The answer's text, piece by piece.</summary>
    public async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerator<ChatResponseUpdate> updates = Ask(cancellationToken);
        try
        {
            bool any;
            try
            {
                any = await updates.MoveNextAsync();
            }
            catch (GeneratorUnavailableException error) when (error.MayFallBack && Generator is not null)
            {
                await updates.DisposeAsync();
                (Generator, FellBack) = (null, error.Message);
                updates = Ask(cancellationToken);
                any = await updates.MoveNextAsync();
            }

            for (; any; any = await updates.MoveNextAsync())
            {
                ChatResponseUpdate update = updates.Current;
                Finish = update.FinishReason ?? Finish;
                Uncertainty = TurnUncertainty.Read(update.AdditionalProperties) ?? Uncertainty;
                Usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details ?? Usage;
                if (update.Text.Length > 0)
                {
                    yield return update.Text;
                }
            }
        }
        finally
        {
            await updates.DisposeAsync();
        }
    }

    private IAsyncEnumerator<ChatResponseUpdate> Ask(CancellationToken cancellationToken)
    {
        ChatOptions options = Merge(request.Version.Prompt.Options(), request.Options);
        // A remote generator says its own model's name; adapters and tenants are the local engine's.
        options.ModelId = Generator is null ? request.Version.Adapter : null;
        (options.AdditionalProperties ??= [])["tenant"] = request.Profile.Tenant;
        return kernel.Generator(Generator)
            .GetStreamingResponseAsync(prompt.Messages, options, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
    }

    private static ChatOptions Merge(ChatOptions prompt, ChatOptions? given)
    {
        if (given is null)
        {
            return prompt;
        }

        ChatOptions merged = given.Clone();
        merged.Temperature ??= prompt.Temperature;
        merged.TopP ??= prompt.TopP;
        merged.MaxOutputTokens ??= prompt.MaxOutputTokens;
        merged.StopSequences ??= prompt.StopSequences;
        return merged;
    }
}
