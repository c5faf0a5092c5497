using AssistantLoop.Models.Configuration;
using AssistantLoop.Models.Files;
using AssistantLoop.Models.Safetensors;

namespace AssistantLoop.Models.Adapters;

/// <summary>
/// An adapter that scores texts, in PEFT's layout for a sequence classifier with one label: the trained head stands
/// beside the factors. Transformers multiplies it with the last token's row of the last norm's output.
/// </summary>
/// <param name="factors">The factors, as of an adapter that writes texts.</param>
/// <param name="head">The head's one row: [hidden].</param>
public sealed class RewardAdapter(PeftAdapter factors, float[] head)
{
    /// <summary>The head's tensor in the file: [1, hidden].</summary>
    public const string HeadName = $"base_model.model.{HeadModule}.weight";

    internal const string HeadModule = "score";

    public PeftAdapter Factors => factors;

    /// <summary>The head's one row: [hidden].</summary>
    public IReadOnlyList<float> Head => head;

    /// <summary>
    /// Reads one for a base of this shape; what does not fit, or whose manifest names another base than
    /// <paramref name="baseHash"/>, throws <see cref="ModelFormatException"/>.
    /// </summary>
    public static RewardAdapter Load(string folder, ModelConfig baseConfig, string baseHash)
    {
        PeftAdapter.RefuseOtherBase(folder, baseHash);
        AdapterConfig config = AdapterConfigFile.Read(Path.Combine(folder, AdapterConfig.FileName), scores: true);
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(folder, PeftAdapter.WeightsFileName));
        long[] shape = file.Find(HeadName).Shape;
        return shape.AsSpan().SequenceEqual([1, baseConfig.HiddenSize])
            ? new RewardAdapter(
                PeftAdapter.Read(
                    file, file.Tensors.Keys.Where(name => name != HeadName), config, baseConfig,
                    AdapterManifest.Find(folder)),
                file.ReadFloat32(HeadName))
            : throw new ModelFormatException(file.Path, $"tensor \"{HeadName}\" has shape [{string.Join(", ", shape)}]; "
                + $"one label and the base model make it [1, {baseConfig.HiddenSize}].");
    }

    /// <summary>Writes the folder, whole or not at all; one already there is replaced.</summary>
    public void Save(string folder) => WholeFolder.Write(folder, temporary =>
    {
        SafetensorsWriter writer = factors.Factors();
        writer.Add(HeadName, [1, head.Length], head);
        writer.Save(Path.Combine(temporary, PeftAdapter.WeightsFileName));
        AdapterConfigFile.Write(Path.Combine(temporary, AdapterConfig.FileName), factors.Config, scores: true);
        factors.Manifest?.Save(temporary);
    });
}
