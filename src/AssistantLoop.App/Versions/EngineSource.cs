using AssistantLoop.App.Settings;
using AssistantLoop.Inference;
using AssistantLoop.Models;

namespace AssistantLoop.App.Versions;

/// <summary>The base model of this process and the engine over it, which is loaded at its first use.</summary>
public sealed class EngineSource(AppSettings settings) : IAsyncDisposable
{
    private readonly Lazy<ModelFolder> _model = new(() => ModelFolder.Open(settings.Model));
    private readonly Lazy<Engine> _engine = new(() => Engine.Load(new EngineOptions
    {
        ModelFolder = settings.Model,
        CacheFolder = Path.Combine(settings.Data, "cache"),
        Precision = Enum.Parse<Precision>(settings.Precision, ignoreCase: true),
        KeyValuePrecision = Enum.Parse<Precision>(settings.KeyValues, ignoreCase: true),
        Slots = settings.Slots,
        ContextLength = settings.Context,
        Threads = settings.Threads,
    }));

    /// <summary>The base model's files.</summary>
    /// <exception cref="ModelFormatException">The folder is missing or malformed.</exception>
    public ModelFolder Model => _model.Value;

    /// <summary>The base model's hash.</summary>
    public string BaseHash => Model.Hash;

    /// <summary>The engine.</summary>
    /// <exception cref="ModelFormatException">The folder is missing or malformed.</exception>
    public Engine Engine => _engine.Value;

    /// <summary>Whether the engine was loaded.</summary>
    public bool IsLoaded => _engine.IsValueCreated;

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
}
