using AssistantLoop.App.Settings;
using AssistantLoop.Inference;
using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;

namespace AssistantLoop.App.Versions;

/// <summary>The base model of this process and the engine over it, which is loaded at its first use.</summary>
public sealed class EngineSource(AppSettings settings) : IAsyncDisposable
{
    private readonly Lazy<ModelFolder> _model = new(() => ModelFolder.Open(settings.Model));
    private readonly Lazy<Engine> _engine = new(() => Load(settings));

    /// <summary>The base model's files.</summary>
    /// <exception cref="ModelFormatException">The folder is missing or malformed.</exception>
    public ModelFolder Model => _model.Value;

    /// <summary>The base model's hash.</summary>
    public string BaseHash => Model.Hash;

    /// <summary>The engine.</summary>
    /// <exception cref="ModelFormatException">The folder is missing or malformed.</exception>
    public Engine Engine => _engine.Value;

    /// <summary>Whether the base model has an adapter that judges whether passages answer.</summary>
    public bool JudgesRelevance => RelevanceAdapter.FolderOf(settings.Model) is not null;

    /// <summary>Whether the engine was loaded.</summary>
    public bool IsLoaded => _engine.IsValueCreated;

    /// <summary>The content hash of the adapter that judges whether passages answer; null where there is none.</summary>
    /// <exception cref="ModelFormatException">A file of it is missing.</exception>
    public string? RelevanceHash => RelevanceAdapter.FolderOf(settings.Model) is { } folder ? PeftAdapter.HashOf(folder) : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_engine.IsValueCreated)
        {
            await _engine.Value.DisposeAsync();
        }

        if (_model.IsValueCreated)
        {
            _model.Value.Dispose();
        }
    }

    private static Engine Load(AppSettings settings)
    {
        Engine engine = Engine.Load(new EngineOptions
        {
            ModelFolder = settings.Model,
            CacheFolder = Path.Combine(settings.Data, "cache"),
            Precision = Enum.Parse<Precision>(settings.Precision, ignoreCase: true),
            KeyValuePrecision = Enum.Parse<Precision>(settings.KeyValues, ignoreCase: true),
            Slots = settings.Slots,
            ContextLength = settings.Context,
            Threads = settings.Threads,
        });
        if (RelevanceAdapter.FolderOf(settings.Model) is not null)
        {
            RelevanceAdapter.Ready(engine);
        }

        return engine;
    }
}
