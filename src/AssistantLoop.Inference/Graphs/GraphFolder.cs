using AssistantLoop.Models;
using AssistantLoop.Models.Onnx;

namespace AssistantLoop.Inference.Graphs;

/// <summary>A model's exported graphs in the cache: one with and one without adapters, and the weight file that both
/// share. The folder's name says what it was made from.</summary>
internal sealed class GraphFolder
{
    // Raise it whenever the exported files change, so that older ones are not used.
    private const int FormatVersion = 3;

    private const string BaseFile = "decoder.onnx";
    private const string AdaptedFile = "decoder-adapters.onnx";
    private const string WeightsFile = "decoder.weights";

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
        return new GraphFolder(GraphCache.Prepare(cacheFolder, name, temporary => Export(model, form, temporary)));
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
    }
}
