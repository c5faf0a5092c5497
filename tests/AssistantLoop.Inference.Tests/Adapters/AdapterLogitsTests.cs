using AssistantLoop.Inference.Adapters;
using AssistantLoop.Inference.Graphs;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Inference.Tests.Adapters;

public sealed class AdapterLogitsTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public static TheoryData<string> Architectures => TinyModel.Architectures;

    [Theory]
    [MemberData(nameof(Architectures))]
    public void An_adapter_gives_the_logits_of_merged_weights(string architecture)
    {
        string folder = Model(architecture);
        string peft = TinyAdapter.Write(_temporary["peft"], TinyModel.Config(architecture));
        int[] ids = TinyModel.Ids(20, seed: 1);
        double[][] expected = Merged(folder, peft).Forward(ids);
        Assert.True(Distance(new ReferenceDecoder(folder).Forward(ids), expected) > 0.5);
        using DecoderModel model = Load(folder);
        DecoderRuns.AssertClose(expected, DecoderRuns.TokenByToken(model, ids, LoadAdapter(model, folder, peft)), 1e-4);
    }

    [Theory]
    [InlineData("q_proj", "v_proj")]
    [InlineData("o_proj")]
    [InlineData("up_proj", "down_proj")]
    public void An_adapter_of_some_modules_leaves_the_others_alone(params string[] targets)
    {
        string folder = Model(ModelConfig.Qwen3);
        string peft = TinyAdapter.Write(_temporary["peft"], TinyModel.Config(ModelConfig.Qwen3), targets: targets);
        int[] ids = TinyModel.Ids(12, seed: 2);
        using DecoderModel model = Load(folder);
        float[] actual = DecoderRuns.Read(model, slot: 0, ids, chunk: 5, LoadAdapter(model, folder, peft));
        DecoderRuns.AssertClose([Merged(folder, peft).Forward(ids)[^1]], [actual], 1e-4);
    }

    [Fact]
    public void Rows_of_one_step_use_adapters_of_different_ranks_and_scales_or_none()
    {
        string folder = Model(ModelConfig.Llama);
        string first = TinyAdapter.Write(_temporary["first"], TinyModel.Config(ModelConfig.Llama), rank: 4, seed: 1);
        string second = TinyAdapter.Write(_temporary["second"], TinyModel.Config(ModelConfig.Llama), rank: 2, seed: 2);
        int[][] rows = [TinyModel.Ids(9, 1), TinyModel.Ids(15, 2), TinyModel.Ids(4, 3)];
        double[][] expected =
        [
            Merged(folder, first).Forward(rows[0])[^1],
            Merged(folder, second).Forward(rows[1])[^1],
            new ReferenceDecoder(folder).Forward(rows[2])[^1],
        ];
        using DecoderModel model = Load(folder);
        LoadedAdapter?[] adapters = [LoadAdapter(model, folder, first), LoadAdapter(model, folder, second), null];
        for (int row = 0; row < rows.Length; row++)
        {
            DecoderRuns.Read(model, row, rows[row][..^1], chunk: 64, adapters[row]);
        }

        DecoderRuns.AssertClose(expected, DecoderRuns.Decode(model, rows, adapters), 1e-4);
    }

    [Theory]
    [InlineData(Precision.Fp32, 1e-4)]
    [InlineData(Precision.Int8, 0.3)]
    public void On_onnx_runtimes_operators_alone_an_adapter_works_too(Precision precision, double tolerance)
    {
        string folder = Model(ModelConfig.Llama);
        string peft = TinyAdapter.Write(_temporary["peft"], TinyModel.Config(ModelConfig.Llama));
        int[] ids = TinyModel.Ids(10, seed: 3);
        using DecoderModel model = DecoderRuns.Load(folder, _temporary["cache"], precision, ownKernels: false);
        model.EnableAdapters();
        DecoderRuns.AssertClose(
            Merged(folder, peft).Forward(ids), DecoderRuns.TokenByToken(model, ids, LoadAdapter(model, folder, peft)), tolerance);
    }

    [Fact]
    public void Adapters_that_come_and_go_leave_nothing_behind()
    {
        string folder = Model(ModelConfig.Llama);
        string[] pefts = [.. Enumerable.Range(0, 4).Select(i => TinyAdapter.Write(
            _temporary[$"peft{i}"], TinyModel.Config(ModelConfig.Llama), rank: 2 + i, seed: i))];
        int[] ids = TinyModel.Ids(1, seed: 1);
        double[][] expected = [.. pefts.Select(peft => Merged(folder, peft).Forward(ids)[0])];
        using DecoderModel model = Load(folder);
        LoadedAdapter[] adapters = [.. pefts.Select(peft => LoadAdapter(model, folder, peft))];
        foreach (int[] active in new int[][] { [0], [0, 1], [1], [1, 2, 3], [3], [0, 3], [2], [2, 1, 0] })
        {
            float[][] actual = DecoderRuns.Decode(
                model, [.. active.Select(_ => ids)], [.. active.Select(i => adapters[i])]);
            DecoderRuns.AssertClose([.. active.Select(i => expected[i])], actual, 1e-4);
        }
    }

    [Fact]
    public void An_adapter_whose_b_is_zero_equals_the_base()
    {
        string folder = Model(ModelConfig.Mistral);
        string peft = TinyAdapter.Write(_temporary["peft"], TinyModel.Config(ModelConfig.Mistral), zero: true);
        int[] ids = TinyModel.Ids(10, seed: 3);
        using DecoderModel model = Load(folder);
        float[][] plain = DecoderRuns.TokenByToken(model, ids, null);
        Assert.Equal(plain, DecoderRuns.TokenByToken(model, ids, LoadAdapter(model, folder, peft)));
    }

    [Theory]
    [InlineData(Precision.Fp16, ModelConfig.Qwen2, 0.005)]
    [InlineData(Precision.Int8, ModelConfig.Llama, 0.05)]
    [InlineData(Precision.Int8, ModelConfig.Qwen3, 0.05)]
    [InlineData(Precision.Int4, ModelConfig.Mistral, 0.5)]
    public void In_fewer_bits_rows_with_different_adapters_or_none_stay_near_full_precision(
        Precision precision, string architecture, double share)
    {
        ModelConfig config = TinyModel.Config(architecture);
        string folder = Model(architecture);
        // Ranks that fill one tile, part of one, and more than one.
        string[] pefts = [.. new (int Rank, int Seed)[] { (4, 1), (2, 2), (12, 3) }.Select(adapter => TinyAdapter.Write(
            _temporary[$"peft{adapter.Seed}"], config, rank: adapter.Rank, seed: adapter.Seed))];
        int[][] rows = [TinyModel.Ids(9, 1), TinyModel.Ids(15, 2), TinyModel.Ids(4, 3), TinyModel.Ids(6, 4)];
        double[][] expected =
        [
            .. pefts.Select((peft, row) => Merged(folder, peft).Forward(rows[row])[^1]),
            new ReferenceDecoder(folder).Forward(rows[3])[^1],
        ];
        using DecoderModel model = DecoderRuns.Load(folder, _temporary["cache"], precision, slots: 4);
        model.EnableAdapters();
        LoadedAdapter?[] adapters = [.. pefts.Select(peft => LoadAdapter(model, folder, peft)), null];
        for (int row = 0; row < rows.Length; row++)
        {
            DecoderRuns.Read(model, row, rows[row][..^1], chunk: 64, adapters[row]);
        }

        Assert.InRange(DecoderRuns.RelativeError(expected, DecoderRuns.Decode(model, rows, adapters)), 1e-6, share);
    }

    public void Dispose() => _temporary.Dispose();

    private string Model(string architecture) => TinyModel.Write(_temporary["model"], TinyModel.Config(architecture));

    private DecoderModel Load(string folder)
    {
        DecoderModel model = DecoderRuns.Load(folder, _temporary["cache"]);
        model.EnableAdapters();
        return model;
    }

    private static LoadedAdapter LoadAdapter(DecoderModel model, string folder, string peft) =>
        LoadedAdapter.Load(peft, ModelConfig.Load(folder), "", maxRank: 12, model.AdapterForms);

    private static ReferenceDecoder Merged(string folder, string peft) =>
        new ReferenceDecoder(folder).Merge(PeftAdapter.Load(peft, ModelConfig.Load(folder)));

    private static double Distance(double[][] a, double[][] b) =>
        a.Zip(b, (x, y) => x.Zip(y, (u, v) => Math.Abs(u - v)).Max()).Max();
}
