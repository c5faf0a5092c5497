using System.Text.Json;
using AssistantLoop.Models;
using AssistantLoop.Training.Decoding;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Decoding;

/// <summary>A real trained Llama against logits that an independent program worked out in float64.</summary>
public sealed class StoriesTests
{
    private static readonly string? s_folder = Shared.Find("conformance/stories260K");

    [Fact]
    public void Logits_are_the_references_within_a_ten_thousandth()
    {
        using JsonDocument reference = Reference();
        using ModelFolder folder = ModelFolder.Open(s_folder!);
        using Decoder decoder = DecoderFiles.Load(folder);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        long[] ids = [.. GreedyIds(reference).Select(id => (long)id)];
        Tensor logits = decoder.call(tensor(ids).unsqueeze(0))[0];
        int position = 0;
        foreach (JsonElement row in reference.RootElement.GetProperty("logits").EnumerateArray())
        {
            float[] found = logits[position++].data<float>().ToArray();
            foreach ((float mine, JsonElement theirs) in found.Zip(row.EnumerateArray()))
                Assert.Equal(theirs.GetDouble(), mine, 1e-4);
        }

        Assert.Equal(16, position);
    }

    [Fact]
    public void The_greedy_continuation_has_the_references_ids()
    {
        using JsonDocument reference = Reference();
        using ModelFolder folder = ModelFolder.Open(s_folder!);
        using Decoder decoder = DecoderFiles.Load(folder);
        int[] expected = GreedyIds(reference);
        Assert.Equal(expected[1..], decoder.Greedy(expected[..1], expected.Length - 1, []));
    }

    private static int[] GreedyIds(JsonDocument reference) =>
        [.. reference.RootElement.GetProperty("greedy_ids").EnumerateArray().Select(id => id.GetInt32())];

    private static JsonDocument Reference()
    {
        Assert.SkipUnless(s_folder is not null, "shared/conformance/stories260K is not here.");
        return JsonDocument.Parse(File.ReadAllText(Path.Combine(s_folder, "reference.json")));
    }
}
