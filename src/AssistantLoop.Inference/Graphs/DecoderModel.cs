using AssistantLoop.Inference.Adapters;
using AssistantLoop.Inference.Cache;
using AssistantLoop.Inference.Scheduling;
using AssistantLoop.Models;
using AssistantLoop.Models.Configuration;
using Microsoft.ML.OnnxRuntime;

namespace AssistantLoop.Inference.Graphs;

/// <summary>The base model in ONNX Runtime with its key-value cache: runs steps. The graph with adapters is loaded with
/// the first adapter and used only while an adapter is active, so that the base model alone pays nothing for it. One
/// thread runs steps; any thread may call <see cref="EnableAdapters"/>.</summary>
internal sealed class DecoderModel : IDisposable
{
    private readonly ModelConfig _config;
    private readonly KeyValueCache _cache;
    private readonly StepBuffers _buffers;
    private readonly AdapterStack _stack;
    private readonly InferenceSession _base;
    private readonly Lazy<InferenceSession> _adapted;
    private readonly RunOptions _run = new();
    private int _arrangement;
    private BoundStep? _reading;
    private BoundStep? _decoding;
    private BoundStep? _checking;

    private DecoderModel(ModelConfig config, EngineOptions options, GraphForm form, GraphFolder graphs)
    {
        (_config, ContextLength, WeightBytes) = (config, form.Context, graphs.WeightBytes);
        _base = Open(graphs.Base, options);
        _adapted = new Lazy<InferenceSession>(() => Open(graphs.Adapted, options));
        IReadOnlyList<FusedModule> modules = FusedModule.Of(config);
        _cache = new KeyValueCache(
            config.LayerCount, options.Slots, config.KeyValueHeadCount, form.Context, HeadPadding.Of(config).Padded,
            form.KeyValues);
        Prefixes = options.PrefixCacheBytes > 0
            ? new PrefixCache(_cache, options.PrefillChunk, options.PrefixCacheBytes)
            : null;
        _buffers = new StepBuffers(
            options.Slots, options.PrefillChunk, options.GuessTokens + 1, config.VocabularySize, modules.Count);
        AdapterForms = [.. modules.Select(module => StackForm.Of(module, form.FormOf(module.In)))];
        _stack = new AdapterStack(AdapterForms, config.LayerCount);
    }

    /// <summary>Tokens that one slot can hold.</summary>
    public int ContextLength { get; }

    /// <summary>Size of the weights on disk, in bytes.</summary>
    public long WeightBytes { get; }

    /// <summary>For each fused module how adapters are to be laid out.</summary>
    public IReadOnlyList<StackForm> AdapterForms { get; }

    /// <summary>Prompts that were read before, or null where none are kept.</summary>
    public PrefixCache? Prefixes { get; }

    /// <summary>Exports the model's graphs if the cache lacks them, and loads the one without adapters.</summary>
    public static DecoderModel Load(ModelFolder model, EngineOptions options)
    {
        GraphForm form = GraphForm.Of(options, model.Config);
        GraphFolder graphs = GraphFolder.Prepare(model, form, options.CacheFolder);
        return new DecoderModel(model.Config, options, form, graphs);
    }

    /// <summary>Loads the graph with adapters, the first time.</summary>
    public void EnableAdapters() => _ = _adapted.Value;

    /// <inheritdoc cref="RunStep"/>
    public Span<float> Run(Step step)
    {
        if (_stack.Arrange(step.Active))
        {
            _buffers.FitMasks(_stack);
            _arrangement++;
        }

        var shape = new StepShape(
            step.Slot, step.Rows, step.Length, step.LogitRows,
            step.Active.Count > 0 ? _arrangement : null);
        _buffers.Fill(step);
        _buffers.FillMasks(step, _stack);
        BoundStep bound = step.EveryPosition ? Bound(ref _checking, shape)
            : step.Length == 1 ? Bound(ref _decoding, shape) : Bound(ref _reading, shape);
        bound.Run(_run);
        return _buffers.Logits.Span[..(shape.LogitRows * _config.VocabularySize)];
    }

    /// <inheritdoc cref="Scheduling.MoveSlot"/>
    public void MoveSlot(int from, int to, int tokens) => _cache.Move(from, to, tokens);

    public void Dispose()
    {
        _reading?.Dispose();
        _decoding?.Dispose();
        _checking?.Dispose();
        _run.Dispose();
        _base.Dispose();
        if (_adapted.IsValueCreated)
        {
            _adapted.Value.Dispose();
        }

        _stack.Dispose();
        Prefixes?.Dispose();
        _cache.Dispose();
    }

    private BoundStep Bound(ref BoundStep? kept, StepShape shape)
    {
        if (kept is null || kept.Shape != shape)
        {
            kept?.Dispose();
            kept = null;
            kept = new BoundStep(shape.Stack is null ? _base : _adapted.Value, shape, _buffers, _cache);
            if (shape.Stack is not null)
            {
                kept.BindAdapters(_stack, _config, _buffers);
            }
        }

        return kept;
    }

    private static InferenceSession Open(string path, EngineOptions engine)
    {
        using var options = new SessionOptions { InterOpNumThreads = 1, IntraOpNumThreads = engine.Threads };
        if (engine.ProfileFolder is { } folder)
        {
            Directory.CreateDirectory(folder);
            options.ProfileOutputPathPrefix = Path.Combine(folder, Path.GetFileNameWithoutExtension(path));
            options.EnableProfiling = true;
        }

        // Threads that spin between steps would take the processor from the rest of the program.
        options.AddSessionConfigEntry("session.force_spinning_stop", "1");
        return engine.OwnKernels && OwnKernels.Available
            ? OwnKernels.Open(path, options)
            : new InferenceSession(path, options);
    }
}
