using System.Runtime.CompilerServices;
using AssistantLoop.Inference.Adapters;
using AssistantLoop.Inference.Cache;
using AssistantLoop.Inference.Constraints;
using AssistantLoop.Inference.Graphs;
using AssistantLoop.Inference.Scheduling;
using AssistantLoop.Models;

namespace AssistantLoop.Inference;

/// <summary>Generates answers with one base model and any number of adapters on ONNX Runtime, several at once.
/// Thread-safe.</summary>
public sealed class Engine : IAsyncDisposable
{
    private readonly EngineOptions _options;
    private readonly DecoderModel _decoder;
    private readonly Scheduler _scheduler;
    private readonly AdapterShelf _adapters;
    private readonly SchemaShelf _schemas;
    private int _disposed;

    private Engine(ModelFolder model, EngineOptions options, DecoderModel decoder)
    {
        Model = model;
        _options = options;
        _decoder = decoder;
        _adapters = new AdapterShelf(options.MaxAdapters);
        _schemas = new SchemaShelf(model);
        _scheduler = new Scheduler(options, decoder.Run, decoder.MoveSlot, TimeProvider.System, decoder.Prefixes);
    }

    /// <summary>The base model.</summary>
    public ModelFolder Model { get; }

    /// <summary>The most tokens that prompt and answer may have together.</summary>
    public int ContextLength => _decoder.ContextLength;

    /// <summary>Requests that hold a slot.</summary>
    public int ActiveRequests => _scheduler.Active;

    /// <summary>Requests that wait for a slot.</summary>
    public int WaitingRequests => _scheduler.Waiting;

    /// <summary>Prompt tokens since the start whose keys and values were still there, so that they were not read
    /// again.</summary>
    public long PrefixTokensReused => _decoder.Prefixes?.Reused ?? 0;

    /// <summary>Loads a model folder; the first time with these options its graphs are exported to the cache.</summary>
    /// <exception cref="ModelFormatException">The folder is not a model that the engine runs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static Engine Load(EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        ModelFolder model = ModelFolder.Open(options.ModelFolder);
        try
        {
            return new Engine(model, options, DecoderModel.Load(model, options));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Loads a PEFT folder under an id. One that is there already is replaced once the new one is whole;
    /// answers that use it go on with the old one.</summary>
    /// <exception cref="ModelFormatException">The adapter is malformed, belongs to another base, or has too high a
    /// rank; nothing changed.</exception>
    public void AddAdapter(string id, string peftFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        LoadedAdapter adapter = LoadedAdapter.Load(
            peftFolder, Model.Config, Model.Hash, _options.MaxRank, _decoder.AdapterForms);
        _decoder.EnableAdapters();
        _adapters.Put(id, adapter);
    }

    /// <summary>True if requests may name the adapter. One that was idle longest may have made room for
    /// another.</summary>
    public bool HasAdapter(string id) => _adapters.Contains(id);

    /// <summary>Forgets an adapter, if it is held; answers that use it go on to their end.</summary>
    public void RemoveAdapter(string id) => _adapters.Remove(id);

    /// <summary>Generates one answer. The request begins with the enumeration and ends with it.</summary>
    /// <returns>The tokens as they are chosen; the last one alone says why the answer ended.</returns>
    /// <exception cref="PromptTooLongException">The prompt does not fit the context.</exception>
    /// <exception cref="EngineOverloadedException">All slots are taken and the queue is full.</exception>
    /// <exception cref="UnknownAdapterException">The adapter is not held.</exception>
    /// <exception cref="JsonSchemaException">No document of the schema fits the answer.</exception>
    /// <exception cref="EngineFaultException">The model failed.</exception>
    public async IAsyncEnumerable<GeneratedToken> GenerateAsync(
        GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        Answer answer = NewAnswer(request, cancellationToken);
        _scheduler.Add(answer);
        try
        {
            await foreach (GeneratedToken token in answer.Output.ReadAllAsync(cancellationToken))
            {
                yield return token;
            }
        }
        finally
        {
            answer.Abandon();
        }
    }

    /// <summary>Ends all answers with <see cref="ObjectDisposedException"/>, waits for the step in work, and frees the
    /// model.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _scheduler.DisposeAsync();
        _decoder.Dispose();
        Model.Dispose();
    }

    private Answer NewAnswer(GenerationRequest request, CancellationToken cancellationToken)
    {
        if (request.Prompt.Count >= ContextLength && request.Trim is { } trim)
        {
            request = request with { Prompt = trim(ContextLength - 1) };
        }

        Check(request);
        int room = ContextLength - request.Prompt.Count;
        if (room < 1)
        {
            throw new PromptTooLongException(ContextLength - 1, request.Prompt.Count);
        }

        LoadedAdapter? adapter = request.AdapterId is { } id ? _adapters.Take(id) : null;
        AnswerText? text = request.IdsOnly ? null : new AnswerText(Model.Tokenizer.NewDecoder(), request.StopStrings);
        IReadOnlyCollection<int> endTokens = [.. request.EndTokens ?? Model.EndTokenIds];
        int maxTokens = Math.Min(request.MaxTokens ?? room, room);
        JsonConstraint? constraint = request.Schema is { } schema
            ? new JsonConstraint(_schemas.Take(schema, maxTokens), Model.Tokenizer, endTokens)
            : null;
        return new Answer(request, adapter, text, endTokens, maxTokens, constraint, cancellationToken)
        {
            Lookup = _options.GuessTokens > 0 ? new PromptLookup(request.Prompt, _options.GuessTokens) : null,
            Prefixes = _decoder.Prefixes is null
                ? []
                : PrefixKey.Of(
                    request.Tenant, Model.Hash, adapter?.Hash, request.Prompt.ToArray(), PrefixCache.PageLength),
            CutAnywhere = adapter is null || IsLow(adapter),
        };
    }

    // The products with A share 16 or fewer rows among threads in one way. More they share by columns in a short step and
    // by rows in a long one, and the two sum in different order.
    private bool IsLow(LoadedAdapter adapter) =>
        Enumerable.Range(0, FusedModule.Of(Model.Config).Count).All(module => adapter.Rows(module) <= 16);

    private void Check(GenerationRequest request)
    {
        request.Sampling.Validate();
        if (request.Prompt.Count == 0)
        {
            throw new ArgumentException("A prompt has at least one token.", nameof(request));
        }

        if (request.Prompt.FirstOrDefault(id => (uint)id >= Model.Config.VocabularySize, 0) is var wrong and not 0)
        {
            throw new ArgumentException(
                $"A prompt's ids are below {Model.Config.VocabularySize}. Given: {wrong}.", nameof(request));
        }

        if (request.Sampling.LogitBias.Keys.FirstOrDefault(id => (uint)id >= Model.Config.VocabularySize, -1) is var biased
            and not -1)
        {
            throw new ArgumentException(
                $"The ids of a logit bias are 0 to {Model.Config.VocabularySize - 1}. Given: {biased}.", nameof(request));
        }

        if (request.Weight <= 0 || !double.IsFinite(request.Weight))
        {
            throw new ArgumentException($"A tenant's weight is above 0. Given: {request.Weight}.", nameof(request));
        }

        if (request.MaxTokens is < 1)
        {
            throw new ArgumentException($"MaxTokens is at least 1. Given: {request.MaxTokens}.", nameof(request));
        }

        if (request.Schema is not null && (request.IdsOnly || request.StopStrings.Count > 0))
        {
            throw new ArgumentException("A schema is not used with ids only or with stop strings.", nameof(request));
        }

        if (request.StopStrings.Any(string.IsNullOrEmpty) || (request.IdsOnly && request.StopStrings.Count > 0))
        {
            throw new ArgumentException("Stop strings are not empty, and not used with ids only.", nameof(request));
        }
    }
}
