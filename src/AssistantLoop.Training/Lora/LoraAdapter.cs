using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Configuration;
using AssistantLoop.Training.Decoding;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Lora;

/// <summary>The LoRA modules of one adapter, put into a decoder. Disposing takes them out again.</summary>
public sealed class LoraAdapter : IDisposable
{
    private readonly Decoder _decoder;
    private readonly Generator _generator;
    private readonly OrderedDictionary<string, (LoraLinear Module, Projection Base)> _modules = [];

    private LoraAdapter(Decoder decoder, AdapterConfig config, long seed)
    {
        (_decoder, Config) = (decoder, config);
        decoder.Randomness = _generator = new Generator((ulong)seed);
        foreach (Parameter parameter in decoder.parameters()) parameter.requires_grad = false;
        foreach ((string path, _, _) in TensorLayout.LinearsOf(decoder.Config))
        {
            if (!config.Targets(path)) continue;
            ref nn.Module<Tensor, Tensor> slot = ref decoder.Linear(path);
            Projection projection = slot as Projection
                ?? throw new InvalidOperationException($"{path} already has an adapter.");
            LoraLinear module = LoraLinear.FromBase(projection, config, _generator);
            _modules.Add(path, (module, projection));
            slot = module;
        }

        if (_modules.Count == 0)
        {
            throw new TrainingException(
                $"The target modules {string.Join(", ", config.TargetModules)} name no linear module of the model.");
        }
    }

    public AdapterConfig Config { get; }

    /// <summary>The factors A and B of all modules, and with DoRA the magnitudes; all that learns.</summary>
    public IEnumerable<Parameter> Parameters => _modules.Values.SelectMany(pair => pair.Module.parameters());

    /// <summary>The same by the names that PEFT gives them.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> NamedParameters => _modules.SelectMany(pair =>
        pair.Value.Module.named_parameters().Select(factor => ($"{pair.Key}.{factor.name}.weight", factor.parameter)));

    /// <summary>
    /// The factors B, which LoRA+ gives a learning rate of some times that of the rest (Hayou et al. 2024).
    /// </summary>
    public IEnumerable<Parameter> FactorsB => _modules.Values.Select(pair => pair.Module.lora_B);

    /// <summary>Freezes a decoder and adds a new adapter, which changes nothing yet; A is drawn from the seed.</summary>
    public static LoraAdapter Attach(Decoder decoder, AdapterConfig config, long seed) => new(decoder, config, seed);

    /// <summary>
    /// Freezes a decoder and adds a trained adapter, which must fit its shape. Copies of its tensors are kept for
    /// <see cref="AsReference"/>.
    /// </summary>
    public static LoraAdapter Attach(Decoder decoder, PeftAdapter adapter)
    {
        LoraAdapter attached = new(decoder, adapter.Config, seed: 0);
        foreach ((string path, LoraPair pair) in adapter.Modules)
        {
            LoraLinear module = attached._modules[path].Module;
            module.Set(pair);
            module.eval();
        }

        return attached;
    }

    /// <summary>Turns dropout on (true, as it is at first) or off.</summary>
    public void Train(bool on)
    {
        foreach ((LoraLinear module, _) in _modules.Values) module.train(on);
    }

    /// <summary>Turns the adapter on, or off to compute with the base alone.</summary>
    public void Enable(bool on)
    {
        foreach ((LoraLinear module, _) in _modules.Values) module.Enabled = on;
    }

    /// <summary>
    /// Makes the decoder the reference that preference methods compare with, until what is returned is disposed: the
    /// base alone for a new adapter, and for one that was attached trained the adapter as it was then. It has no dropout.
    /// </summary>
    /// <exception cref="InvalidOperationException">The adapter is merged.</exception>
    public IDisposable AsReference()
    {
        if (_modules.Values.Any(pair => pair.Module.Merged))
            throw new InvalidOperationException("Unmerge the adapter first: a merged one has no reference.");
        Refer(true);
        return new Referring(this);
    }

    /// <summary>Adds the adapter to the base's weights.</summary>
    public void Merge()
    {
        foreach ((LoraLinear module, _) in _modules.Values) module.Merge();
    }

    /// <summary>Puts the base's weights back, bit for bit.</summary>
    public void Unmerge()
    {
        foreach ((LoraLinear module, _) in _modules.Values) module.Unmerge();
    }

    /// <summary>The factors as they are now, to be saved.</summary>
    public PeftAdapter ToPeft(AdapterManifest? manifest) => new(
        Config,
        _modules.ToDictionary(pair => pair.Key, pair => new LoraPair(
            DecoderFiles.Values(pair.Value.Module.lora_A),
            DecoderFiles.Values(pair.Value.Module.lora_B),
            pair.Value.Base.Inputs,
            pair.Value.Base.Outputs,
            pair.Value.Module.lora_magnitude_vector is { } magnitude ? DecoderFiles.Values(magnitude) : null)),
        manifest);

    public void Dispose()
    {
        foreach ((string path, (LoraLinear module, Projection projection)) in _modules)
        {
            module.Unmerge();
            _decoder.Linear(path) = projection;
            module.Dispose();
        }

        _modules.Clear();
        _decoder.Randomness = null;
        _generator.Dispose();
    }

    private void Refer(bool on)
    {
        foreach ((LoraLinear module, _) in _modules.Values) module.Referring = on;
    }

    private sealed class Referring(LoraAdapter adapter) : IDisposable
    {
        public void Dispose() => adapter.Refer(false);
    }
}
