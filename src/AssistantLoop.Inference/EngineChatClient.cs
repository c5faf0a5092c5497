using System.Runtime.CompilerServices;
using AssistantLoop.Inference.Constraints;
using AssistantLoop.Inference.Sampling;
using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Interchange;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Inference;

/// <summary>The engine as a chat client. <see cref="ChatOptions.ModelId"/> names the adapter, null the base model.
/// Temperature (default 0: greedy), TopP, TopK, FrequencyPenalty, PresencePenalty, MaxOutputTokens, Seed, StopSequences and
/// Instructions are honoured, a JSON response format with a schema of <see cref="JsonSchema"/>'s subset, and among the additional properties "repetition_penalty" and "min_p" (floats), "likelihood" and "tenant";
/// tools are not. Blanks before an answer are dropped. Thread-safe; the engine is not disposed with it.</summary>
public sealed class EngineChatClient : IChatClient
{
    /// <summary>The additional property that says whom an answer is for.</summary>
    public const string Tenant = "tenant";

    /// <summary>The additional property of an answer's last update that says how unsure the model was of its tokens: their
    /// mean entropy in nats, a double.</summary>
    public const string MeanEntropy = "mean_entropy";

    /// <summary>The same of the token that it was least sure of.</summary>
    public const string MaxEntropy = "max_entropy";

    /// <summary>The additional property that asks for an answer's likelihood, a bool, and under which its last update holds
    /// it: the product of its tokens' probabilities, a double.</summary>
    public const string Likelihood = "likelihood";

    private const string RepetitionPenalty = "repetition_penalty";
    private const string MinP = "min_p";

    private readonly Engine _engine;
    private readonly ChatEncoder _encoder;
    private readonly ChatClientMetadata _metadata;
    private readonly TimeProvider _time = TimeProvider.System;

    /// <exception cref="Models.ModelFormatException">The model has no tokenizer or chat template.</exception>
    public EngineChatClient(Engine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _engine = engine;
        _encoder = new ChatEncoder(engine.Model.Template, engine.Model.Tokenizer);
        _metadata = new ChatClientMetadata("assistantloop", null, Path.GetFileName(engine.Model.Path));
    }

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="PromptTooLongException">The messages do not fit the context.</exception>
    /// <exception cref="EngineOverloadedException">All slots are taken and the queue is full.</exception>
    /// <exception cref="UnknownAdapterException">The adapter is not held.</exception>
    /// <exception cref="JsonSchemaException">The response format's schema is outside the subset.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        int[] prompt = _encoder.EncodePrompt(SamplesOf(messages, options));
        string responseId = Guid.CreateVersion7(_time.GetUtcNow()).ToString("N");
        int count = 0;
        double sum = 0, most = 0, logLikelihood = 0;
        bool begun = false;
        await foreach (GeneratedToken generated in _engine.GenerateAsync(RequestOf(prompt, options), cancellationToken))
        {
            // Templates let an answer begin with a blank, as words within a text do; it is none of the answer's.
            GeneratedToken token = begun ? generated : generated with { Text = generated.Text.TrimStart() };
            begun |= token.Text.Length > 0;
            count++;
            sum += token.Entropy ?? 0;
            most = Math.Max(most, token.Entropy ?? 0);
            logLikelihood += token.LogProbability ?? 0;
            if (token.Text.Length > 0 || token.End is not null)
            {
                ChatResponseUpdate update = UpdateOf(token, responseId, options, prompt.Length, count);
                if (token.End is not null)
                {
                    update.AdditionalProperties = new() { [MeanEntropy] = sum / count, [MaxEntropy] = most };
                    if (token.LogProbability is not null)
                    {
                        update.AdditionalProperties[Likelihood] = Math.Exp(logLikelihood);
                    }
                }

                yield return update;
            }
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType.IsInstanceOfType(_metadata) ? _metadata
            : serviceType.IsInstanceOfType(_engine) ? _engine
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static List<SampleMessage> SamplesOf(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        List<SampleMessage> samples = [.. messages.Select(m => new SampleMessage(m.Role.Value, m.Text))];
        if (options?.Instructions is { Length: > 0 } instructions)
        {
            samples.Insert(0, new SampleMessage(ChatRole.System.Value, instructions));
        }

        return samples;
    }

    private static GenerationRequest RequestOf(int[] prompt, ChatOptions? options) => new()
    {
        Prompt = prompt,
        AdapterId = options?.ModelId,
        Tenant = options?.AdditionalProperties?.TryGetValue(Tenant, out string? tenant) == true ? tenant ?? "" : "",
        MaxTokens = options?.MaxOutputTokens,
        Schema = options?.ResponseFormat is ChatResponseFormatJson json ? SchemaOf(json) : null,
        StopStrings = options?.StopSequences is { } stops ? [.. stops] : [],
        Sampling = new SamplingOptions
        {
            Temperature = options?.Temperature ?? 0,
            TopK = options?.TopK ?? 0,
            TopP = options?.TopP ?? 1,
            Seed = options?.Seed,
            PresencePenalty = options?.PresencePenalty ?? 0,
            FrequencyPenalty = options?.FrequencyPenalty ?? 0,
            RepetitionPenalty = Property(options, RepetitionPenalty, otherwise: 1f),
            MinP = Property(options, MinP, otherwise: 0f),
            Entropy = true,
            LogProbabilities = Property(options, Likelihood, otherwise: false) ? 0 : null,
        },
    };

    private static JsonSchema SchemaOf(ChatResponseFormatJson format) => format.Schema is { } schema
        ? JsonSchema.Parse(schema.GetRawText())
        : throw new JsonSchemaException("", "a JSON response format needs a schema.");

    private static T Property<T>(ChatOptions? options, string name, T otherwise) =>
        options?.AdditionalProperties?.TryGetValue(name, out T? value) == true ? value! : otherwise;

    private ChatResponseUpdate UpdateOf(
        GeneratedToken token, string responseId, ChatOptions? options, int prompt, int answer)
    {
        List<AIContent> contents = token.Text.Length > 0 ? [new TextContent(token.Text)] : [];
        if (token.End is not null)
        {
            contents.Add(new UsageContent(new UsageDetails
            {
                InputTokenCount = prompt,
                OutputTokenCount = answer,
                TotalTokenCount = prompt + answer,
            }));
        }

        return new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ResponseId = responseId,
            MessageId = responseId,
            ModelId = options?.ModelId ?? _metadata.DefaultModelId,
            CreatedAt = _time.GetUtcNow(),
            FinishReason = token.End switch
            {
                null => null,
                GenerationEnd.Length => ChatFinishReason.Length,
                _ => ChatFinishReason.Stop,
            },
        };
    }
}
