using System.Text.Json;
using System.Text.Json.Serialization;
using AssistantLoop.Models.Files;

namespace AssistantLoop.Models.Adapters;

/// <summary>Where an adapter came from: manifest.json beside PEFT's files, which other tools ignore.</summary>
public sealed record AdapterManifest
{
    public const string FileName = "manifest.json";

    /// <summary><see cref="ModelFolder.Hash"/> of the base it was trained on; it fits no other.</summary>
    public required string BaseHash { get; init; }

    public string? DataSetHash { get; init; }

    /// <summary>
    /// SHA-256, lower-case hex, of the chat template by which the samples became token ids; serving by another would
    /// show the model other prompts than it learnt from. Null where the trainer did not say.
    /// </summary>
    public string? TemplateHash { get; init; }

    /// <summary>All hyper-parameters, as the recipe serialises.</summary>
    public JsonElement? Recipe { get; init; }

    public long Seed { get; init; }

    /// <summary>Content hash of the adapter that training started from, if any.</summary>
    public string? Parent { get; init; }

    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Name of a library to its version.</summary>
    public IReadOnlyDictionary<string, string> LibraryVersions { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Reads manifest.json of an adapter folder; null where there is none (an adapter of another tool).
    /// </summary>
    public static AdapterManifest? Find(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), AdapterManifestJson.Default.AdapterManifest)
                ?? throw new ModelFormatException(path, "the file must hold a JSON object.");
        }
        catch (JsonException error)
        {
            throw new ModelFormatException(path, $"not a manifest: {error.Message}", error);
        }
    }

    /// <summary>Writes manifest.json into a folder.</summary>
    public void Save(string folder) => WholeFile.Write(Path.Combine(folder, FileName),
        stream => JsonSerializer.Serialize(stream, this, AdapterManifestJson.Default.AdapterManifest));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    WriteIndented = true)]
[JsonSerializable(typeof(AdapterManifest))]
internal sealed partial class AdapterManifestJson : JsonSerializerContext;
