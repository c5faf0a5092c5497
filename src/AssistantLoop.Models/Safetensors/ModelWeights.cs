using System.Text.Json;
using AssistantLoop.Models.Configuration;
using AssistantLoop.Models.Files;

namespace AssistantLoop.Models.Safetensors;

/// <summary>
/// The weights of a model folder: <c>model.safetensors</c>, or the shards that <c>model.safetensors.index.json</c>
/// names. Reading is thread-safe.
/// </summary>
public sealed class ModelWeights : IDisposable
{
    public const string SingleFile = "model.safetensors";
    public const string IndexFile = "model.safetensors.index.json";

    private readonly Dictionary<string, SafetensorsFile> _fileOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorInfo> _tensors = new(StringComparer.Ordinal);
    private readonly List<SafetensorsFile> _files = [];
    private readonly string _folder;

    private ModelWeights(string folder) => _folder = folder;

    public IReadOnlyDictionary<string, TensorInfo> Tensors => _tensors;

    /// <summary>Names of the safetensors files, without the folder.</summary>
    public IReadOnlyList<string> FileNames => [.. _files.Select(file => Path.GetFileName(file.Path))];

    /// <summary>Whether a file of a model folder holds weights or says where they are.</summary>
    public static bool IsWeights(string file) =>
        file.EndsWith(".safetensors", StringComparison.Ordinal)
        || file.EndsWith(".safetensors.index.json", StringComparison.Ordinal);

    /// <summary>Opens and checks all weight files of a model folder.</summary>
    public static ModelWeights Load(string folder)
    {
        ModelWeights weights = new(folder);
        try
        {
            if (File.Exists(Path.Combine(folder, SingleFile)))
            {
                weights.AddAll(SafetensorsFile.Open(Path.Combine(folder, SingleFile)));
            }
            else if (File.Exists(Path.Combine(folder, IndexFile)))
            {
                weights.AddShards(Path.Combine(folder, IndexFile));
            }
            else
            {
                throw new ModelFormatException(folder, $"neither {SingleFile} nor {IndexFile} is there.");
            }

            return weights;
        }
        catch (ModelFormatException)
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>The tensor of a name, or <see cref="ModelFormatException"/>.</summary>
    public TensorInfo Find(string name) => _tensors.TryGetValue(name, out TensorInfo? info)
        ? info
        : throw new ModelFormatException(_folder, $"tensor \"{name}\" is missing from the weights.");

    /// <summary>Reads an F32, F16 or BF16 tensor as floats, row-major.</summary>
    public float[] ReadFloat32(string name)
    {
        Find(name);
        return _fileOf[name].ReadFloat32(name);
    }

    /// <summary>Reads part of an F32, F16 or BF16 tensor, from element <paramref name="start"/> on.</summary>
    public void ReadFloat32(string name, long start, Span<float> destination)
    {
        Find(name);
        _fileOf[name].ReadFloat32(name, start, destination);
    }

    /// <summary>Checks that every tensor the model needs is there, as floats of the right shape.</summary>
    public void Check(ModelConfig config)
    {
        foreach ((string name, long[] shape) in TensorLayout.TensorsOf(config))
        {
            TensorInfo info = Find(name);
            if (!info.Shape.AsSpan().SequenceEqual(shape))
            {
                throw new ModelFormatException(_fileOf[name].Path, $"tensor \"{name}\" has shape "
                    + $"[{string.Join(", ", info.Shape)}]; "
                    + $"{ModelConfig.FileName} makes it [{string.Join(", ", shape)}].");
            }

            if (info.Type is not (TensorType.F32 or TensorType.F16 or TensorType.BF16))
            {
                throw new ModelFormatException(_fileOf[name].Path,
                    $"tensor \"{name}\" has element type {TensorTypes.NameOf(info.Type)}; expected F32, F16 or BF16.");
            }
        }
    }

    public void Dispose()
    {
        foreach (SafetensorsFile file in _files)
        {
            file.Dispose();
        }
    }

    private void AddAll(SafetensorsFile file)
    {
        _files.Add(file);
        foreach ((string name, TensorInfo info) in file.Tensors)
        {
            _fileOf[name] = file;
            _tensors[name] = info;
        }
    }

    /// <summary>File names of the shards that an index file names, each once.</summary>
    public static IReadOnlyList<string> ShardsOf(string indexPath)
    {
        JsonFields map = WeightMap(indexPath);
        var tensors = map.Element.EnumerateObject().Select(entry => JsonFields.NameOf(indexPath, entry));
        return [.. tensors.Select(tensor => CheckedName(indexPath, map.Text(tensor))).Distinct()];
    }

    private static JsonFields WeightMap(string index) => JsonFields.Load(index).Object("weight_map")
        ?? throw new ModelFormatException(index, "`weight_map` is missing.");

    private void AddShards(string index)
    {
        JsonFields map = WeightMap(index);
        Dictionary<string, SafetensorsFile> opened = new(StringComparer.Ordinal);
        foreach (JsonProperty entry in map.Element.EnumerateObject())
        {
            string name = JsonFields.NameOf(index, entry);
            string shard = map.Text(name);
            if (!opened.TryGetValue(shard, out SafetensorsFile? file))
            {
                string folder = Path.GetDirectoryName(index) ?? "";
                file = SafetensorsFile.Open(Path.Combine(folder, CheckedName(index, shard)));
                opened.Add(shard, file);
                _files.Add(file);
            }

            if (!_tensors.TryAdd(name, file.Find(name)))
            {
                throw new ModelFormatException(index, $"tensor \"{name}\" stands twice in `weight_map`.");
            }

            _fileOf[name] = file;
        }
    }

    // A shard's name is read from a downloaded file, so it must not lead out of the folder.
    private static string CheckedName(string index, string shard) =>
        shard.EndsWith(".safetensors", StringComparison.Ordinal) && Path.GetFileName(shard) == shard
            ? shard
            : throw new ModelFormatException(index,
                $"`weight_map` names \"{shard}\", which is not a .safetensors file of this folder.");
}
