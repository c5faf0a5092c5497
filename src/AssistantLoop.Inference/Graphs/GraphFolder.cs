using System.Security.Cryptography;
using System.Text.Json;
using AssistantLoop.Models;
using AssistantLoop.Models.Files;
using AssistantLoop.Models.Onnx;

namespace AssistantLoop.Inference.Graphs;

/// <summary>A model's exported graphs in the cache: one with and one without adapters, and the weight file that both
/// share. The folder appears whole, its name says what it was made from, and every file is verified by its SHA-256
/// before use; a damaged folder is made anew.</summary>
internal sealed class GraphFolder
{
    // Raise it whenever the exported files change, so that older ones are not used.
    private const int FormatVersion = 3;

    private const string BaseFile = "decoder.onnx";
    private const string AdaptedFile = "decoder-adapters.onnx";
    private const string WeightsFile = "decoder.weights";
    private const string SumsFile = "sha256.json";

    // The largest export takes minutes; one that takes longer hangs.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(30);

    private readonly string _folder;

    private GraphFolder(string folder) => _folder = folder;

    /// <summary>The graph of the base model alone.</summary>
    public string Base => Path.Combine(_folder, BaseFile);

    /// <summary>The graph that takes adapters.</summary>
    public string Adapted => Path.Combine(_folder, AdaptedFile);

    /// <summary>Size of the weights, in bytes.</summary>
    public long WeightBytes => new FileInfo(Path.Combine(_folder, WeightsFile)).Length;

    /// <summary>Finds the folder in the cache, or exports it.</summary>
    /// <param name="model">The base model.</param>
    /// <param name="form">What the graphs are written for.</param>
    /// <param name="cacheFolder">Where such folders lie.</param>
    public static GraphFolder Prepare(ModelFolder model, GraphForm form, string cacheFolder)
    {
        string name = $"{model.Hash}-{form}-v{FormatVersion}".ToLowerInvariant();
        string folder = Path.Combine(Path.GetFullPath(cacheFolder), name);
        if (!IsWhole(folder))
        {
            Directory.CreateDirectory(cacheFolder);
            using FileStream turn = TakeTurn(folder + ".lock");
            if (!IsWhole(folder))
            {
                WholeFolder.Write(folder, temporary => Export(model, form, temporary));
            }
        }

        return new GraphFolder(folder);
    }

    // A server and a worker that start together must not replace each other's export while it is being loaded.
    private static FileStream TakeTurn(string path)
    {
        long begun = Environment.TickCount64;
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (Environment.TickCount64 - begun > s_patience.TotalMilliseconds)
                {
                    throw new ModelFormatException(path, $"another process has been exporting for {s_patience.TotalMinutes:0} minutes; "
                        + "end it, or choose another cache folder.");
                }

                Thread.Sleep(100);
            }
        }
    }

    private static void Export(ModelFolder model, GraphForm form, string folder)
    {
        using (var weights = new ExternalDataWriter(Path.Combine(folder, WeightsFile)))
        {
            new WeightExporter(model, form, weights).Write();
            foreach (string file in new[] { BaseFile, AdaptedFile })
            {
                var graph = new GraphBuilder(weights.Tensors);
                DecoderGraph.Write(model.Config, graph, form, adapters: file == AdaptedFile);
                graph.Save(Path.Combine(folder, file));
            }
        }

        var sums = new[] { BaseFile, AdaptedFile, WeightsFile }.ToDictionary(file => file, file => SumOf(folder, file));
        WholeFile.WriteText(Path.Combine(folder, SumsFile), JsonSerializer.Serialize(sums));
    }

    private static bool IsWhole(string folder)
    {
        try
        {
            byte[] json = File.ReadAllBytes(Path.Combine(folder, SumsFile));
            return JsonSerializer.Deserialize<Dictionary<string, string>>(json) is { Count: 3 } sums
                && sums.All(sum => SumOf(folder, Path.GetFileName(sum.Key)) == sum.Value);
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return false;
        }
    }

    private static string SumOf(string folder, string file)
    {
        using FileStream stream = File.OpenRead(Path.Combine(folder, file));
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
