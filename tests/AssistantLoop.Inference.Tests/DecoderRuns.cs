using AssistantLoop.Inference.Adapters;
using AssistantLoop.Inference.Graphs;
using AssistantLoop.Inference.Scheduling;
using AssistantLoop.Models;

namespace AssistantLoop.Inference.Tests;

/// <summary>Steps of a model without a scheduler, for tests that look at logits.</summary>
internal static class DecoderRuns
{
    public static DecoderModel Load(
        string folder, string cache, Precision precision = Precision.Fp32, int slots = 3, bool ownKernels = true,
        Precision keyValues = Precision.Fp32, int context = 0)
    {
        using ModelFolder model = ModelFolder.Open(folder);
        return DecoderModel.Load(model, new EngineOptions
        {
            ModelFolder = folder,
            CacheFolder = cache,
            Slots = slots,
            PrefillChunk = 64,
            Precision = precision,
            ContextLength = context,
            OwnKernels = ownKernels,
            KeyValuePrecision = keyValues,
        });
    }

    public static float[][] TokenByToken(string folder, string cache, int[] ids)
    {
        using DecoderModel model = Load(folder, cache);
        return TokenByToken(model, ids, null);
    }

    public static float[][] TokenByToken(DecoderModel model, int[] ids, LoadedAdapter? adapter) =>
        [.. Enumerable.Range(1, ids.Length).Select(total => Decode(model, [ids[..total]], [adapter])[0])];

    /// <summary>Reads a prompt into a slot and returns the logits of its last position.</summary>
    public static float[] Read(DecoderModel model, int slot, int[] ids, int chunk, LoadedAdapter? adapter = null)
    {
        float[] logits = [];
        for (int at = 0; at < ids.Length; at += chunk)
        {
            int total = Math.Min(at + chunk, ids.Length);
            long[] piece = Array.ConvertAll(ids[at..total], id => (long)id);
            LoadedAdapter[] active = adapter is null ? [] : [adapter];
            logits = model.Run(new Step(slot, 1, piece, [total], [adapter], active, total == ids.Length)).ToArray();
        }

        return logits;
    }

    /// <summary>One step for rows whose earlier tokens are in the first slots.</summary>
    public static float[][] Decode(DecoderModel model, int[][] rows, LoadedAdapter?[] adapters)
    {
        Span<float> logits = model.Run(new Step(
            0, rows.Length, [.. rows.Select(row => (long)row[^1])], [.. rows.Select(row => row.Length)], adapters,
            [.. adapters.OfType<LoadedAdapter>().Distinct()], WantsLogits: true));
        return [.. logits.ToArray().Chunk(logits.Length / rows.Length)];
    }

    /// <summary>The root of the mean square of the differences, against that of the expected values.</summary>
    public static double RelativeError(double[][] expected, float[][] actual)
    {
        double spread = expected.Average(row => row.Average(logit => logit * logit));
        return Math.Sqrt(expected.Zip(actual, (e, a) => e.Zip(a, (x, y) => (x - y) * (x - y)).Average()).Average() / spread);
    }

    public static void AssertClose(double[][] expected, float[][] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double worst = expected.Zip(actual, (e, a) => e.Zip(a, (x, y) => Math.Abs(x - y)).Max()).Max();
        Assert.InRange(worst, 0, tolerance);
    }
}
