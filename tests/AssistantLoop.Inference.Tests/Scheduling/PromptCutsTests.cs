using AssistantLoop.Inference.Adapters;
using AssistantLoop.Inference.Graphs;
using AssistantLoop.Inference.Scheduling;
using AssistantLoop.Models;
using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Inference.Tests.Scheduling;

public sealed class PromptCutsTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public static TheoryData<string> Architectures => TinyModel.Architectures;

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData(128, 300, "128 128 44")]
    [InlineData(128, 257, "128 127 2")]
    [InlineData(128, 129, "127 2")]
    [InlineData(128, 113, "111 2")]
    [InlineData(128, 17, "15 2")]
    [InlineData(17, 40, "16 16 8")]
    [InlineData(3, 7, "3 2 2")]
    [InlineData(1, 2, "1 1")]
    [InlineData(128, 1, "1")]
    public void No_row_is_left_alone(int chunk, int length, string expected)
    {
        PromptCuts cuts = new(chunk);
        List<int> steps = [];
        for (int left = length; left > 0; left -= steps[^1])
        {
            steps.Add(cuts.Next(left));
        }

        Assert.Equal(expected, string.Join(' ', steps));
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Logits_have_the_same_bits_however_a_prompt_is_cut(string architecture)
    {
        ModelConfig config = TinyModel.Config(architecture);
        string folder = TinyModel.Write(_temporary["model"], config);
        string peft = TinyAdapter.Write(_temporary["peft"], config, rank: 16, targets: ["o_proj", "down_proj"]);
        using ModelFolder model = ModelFolder.Open(folder);
        using DecoderModel decoder = DecoderRuns.Load(folder, _temporary["cache"]);
        LoadedAdapter low = LoadedAdapter.Load(peft, config, model.Hash, 16, decoder.AdapterForms);
        foreach (int length in new[] { 128, 121, 113, 98, 97, 66, 65, 17, 2 })
        {
            int[] ids = TinyModel.Ids(length, seed: length);
            foreach (LoadedAdapter? adapter in new[] { null, low })
            {
                float[] expected = Read(decoder, ids, 64, adapter);
                Assert.All(new[] { 3, 8, 31, 32, 33, 63 }, chunk => Assert.Equal(expected, Read(decoder, ids, chunk, adapter)));
            }
        }
    }

    private static float[] Read(DecoderModel decoder, int[] ids, int chunk, LoadedAdapter? adapter)
    {
        PromptCuts cuts = new(chunk);
        float[] logits = [];
        for (int at = 0; at < ids.Length;)
        {
            int total = at + cuts.Next(ids.Length - at);
            long[] piece = Array.ConvertAll(ids[at..total], id => (long)id);
            LoadedAdapter[] active = adapter is null ? [] : [adapter];
            logits = decoder.Run(new Step(0, 1, piece, [total], [adapter], active, total == ids.Length)).ToArray();
            at = total;
        }

        return logits;
    }
}
