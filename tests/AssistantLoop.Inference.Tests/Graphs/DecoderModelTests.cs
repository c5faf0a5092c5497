using AssistantLoop.Inference.Graphs;
using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Inference.Tests.Graphs;

public sealed class DecoderModelTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public static TheoryData<string> Architectures => TinyModel.Architectures;

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Logits_of_every_position_equal_plain_loops_in_double_precision(string architecture)
    {
        string folder = TinyModel.Write(_temporary["model"], TinyModel.Config(architecture));
        int[] ids = TinyModel.Ids(40, seed: 2);
        double[][] expected = new ReferenceDecoder(folder).Forward(ids);
        using DecoderModel model = Load(folder);
        float[][] actual = DecoderRuns.TokenByToken(model, ids, null);
        DecoderRuns.AssertClose(expected, actual, 1e-4);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(16)]
    [InlineData(7)]
    public void A_prompt_read_in_chunks_of_any_size_gives_the_same_logits(int chunk)
    {
        string folder = TinyModel.Write(_temporary["model"], TinyModel.Config(ModelConfig.Llama));
        int[] ids = TinyModel.Ids(40, seed: 3);
        double[] expected = new ReferenceDecoder(folder).Forward(ids)[^1];
        using DecoderModel model = Load(folder);
        DecoderRuns.AssertClose([expected], [DecoderRuns.Read(model, slot: 1, ids, chunk)], 1e-4);
    }

    [Fact]
    public void Rows_of_different_lengths_in_one_step_get_the_logits_of_each_alone()
    {
        string folder = TinyModel.Write(_temporary["model"], TinyModel.Config(ModelConfig.Qwen3));
        using DecoderModel model = Load(folder);
        int[][] rows = [TinyModel.Ids(30, 4), TinyModel.Ids(1, 5), TinyModel.Ids(13, 6)];
        for (int row = 0; row < rows.Length; row++)
        {
            if (rows[row].Length > 1)
            {
                DecoderRuns.Read(model, row, rows[row][..^1], chunk: 8);
            }
        }

        var reference = new ReferenceDecoder(folder);
        float[][] logits = DecoderRuns.Decode(model, rows, [null, null, null]);
        DecoderRuns.AssertClose([.. rows.Select(row => reference.Forward(row)[^1])], logits, 1e-4);
    }

    [Fact]
    public void A_row_that_moved_to_another_slot_goes_on_as_before()
    {
        string folder = TinyModel.Write(_temporary["model"], TinyModel.Config(ModelConfig.Qwen2));
        using DecoderModel model = Load(folder);
        int[] ids = TinyModel.Ids(20, 7);
        DecoderRuns.Read(model, slot: 2, ids[..^1], chunk: 32);
        model.MoveSlot(2, 0, ids.Length - 1);
        DecoderRuns.Read(model, slot: 2, TinyModel.Ids(25, 8), chunk: 32);
        double[] expected = new ReferenceDecoder(folder).Forward(ids)[^1];
        DecoderRuns.AssertClose([expected], DecoderRuns.Decode(model, [ids], [null]), 1e-4);
    }

    [Theory]
    [InlineData(Precision.Fp16, ModelConfig.Llama, 0.005)]
    [InlineData(Precision.Fp16, ModelConfig.Qwen3, 0.005)]
    [InlineData(Precision.Int8, ModelConfig.Llama, 0.05)]
    [InlineData(Precision.Int4, ModelConfig.Llama, 0.5)]
    [InlineData(Precision.Int8, ModelConfig.Qwen2, 0.05)]
    [InlineData(Precision.Int4, ModelConfig.Qwen2, 0.5)]
    public void Quantised_logits_stay_near_those_in_full_precision(
        Precision precision, string architecture, double share)
    {
        string folder = TinyModel.Write(_temporary["model"], TinyModel.Config(architecture));
        int[] ids = TinyModel.Ids(24, seed: 9);
        double[][] expected = new ReferenceDecoder(folder).Forward(ids);
        using DecoderModel model = Load(folder, precision);
        Assert.InRange(DecoderRuns.RelativeError(expected, DecoderRuns.TokenByToken(model, ids, null)), 1e-6, share);
    }

    [Fact]
    public void A_matrix_whose_width_is_no_multiple_of_32_stays_in_floats()
    {
        ModelConfig config = TinyModel.Config(ModelConfig.Llama) with { IntermediateSize = 84 };
        string folder = TinyModel.Write(_temporary["model"], config);
        int[] ids = TinyModel.Ids(10, seed: 9);
        double[][] expected = new ReferenceDecoder(folder).Forward(ids);
        using DecoderModel model = Load(folder, Precision.Int8);
        DecoderRuns.AssertClose(expected, DecoderRuns.TokenByToken(model, ids, null), 0.5);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void On_onnx_runtimes_operators_alone_logits_equal_plain_loops_too(string architecture)
    {
        string folder = TinyModel.Write(_temporary["model"], TinyModel.Config(architecture));
        int[][] rows = [TinyModel.Ids(30, 4), TinyModel.Ids(2, 5), TinyModel.Ids(13, 6)];
        var reference = new ReferenceDecoder(folder);
        using DecoderModel model = DecoderRuns.Load(folder, _temporary["cache"], ownKernels: false);
        for (int row = 0; row < rows.Length; row++)
        {
            DecoderRuns.Read(model, row, rows[row][..^1], chunk: 8);
        }

        DecoderRuns.AssertClose(
            [.. rows.Select(row => reference.Forward(row)[^1])], DecoderRuns.Decode(model, rows, [null, null, null]), 1e-4);
    }

    [Theory]
    [InlineData(Precision.Int8, 0.05)]
    [InlineData(Precision.Int4, 0.5)]
    public void On_onnx_runtimes_operators_alone_quantised_logits_stay_near_too(Precision precision, double share)
    {
        string folder = TinyModel.Write(_temporary["model"], TinyModel.Config(ModelConfig.Llama));
        int[] ids = TinyModel.Ids(24, seed: 9);
        using DecoderModel model = DecoderRuns.Load(folder, _temporary["cache"], precision, ownKernels: false);
        double error = DecoderRuns.RelativeError(
            new ReferenceDecoder(folder).Forward(ids), DecoderRuns.TokenByToken(model, ids, null));
        Assert.InRange(error, 1e-6, share);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Keys_and_values_in_8_bits_keep_logits_near_also_after_a_move(string architecture)
    {
        Assert.SkipUnless(OwnKernels.Available, "This processor lacks AVX-512 VNNI, which the kernels need.");
        string folder = TinyModel.Write(_temporary["model"], TinyModel.Config(architecture));
        int[] ids = TinyModel.Ids(40, seed: 2);
        using DecoderModel model = DecoderRuns.Load(folder, _temporary["cache"], keyValues: Precision.Int8);
        DecoderRuns.Read(model, slot: 2, ids[..20], chunk: 7);
        model.MoveSlot(2, 0, 20);
        DecoderRuns.Read(model, slot: 2, TinyModel.Ids(25, 8), chunk: 32);
        float[][] actual = [.. Enumerable.Range(21, 20).Select(total => DecoderRuns.Decode(model, [ids[..total]], [null])[0])];
        Assert.InRange(DecoderRuns.RelativeError(new ReferenceDecoder(folder).Forward(ids)[20..], actual), 1e-6, 0.02);
    }

    [Theory]
    [InlineData(Precision.Fp32, 1e-5)]
    [InlineData(Precision.Int8, 0.02)]
    public void A_context_is_used_to_its_last_token(Precision keyValues, double share)
    {
        Assert.SkipUnless(OwnKernels.Available, "This processor lacks AVX-512 VNNI, which the kernels need.");
        string folder = TinyModel.Write(_temporary["model"], TinyModel.Config(ModelConfig.Llama));
        // 45 positions are three groups of 16, of which attention reads two at a time.
        int[] ids = TinyModel.Ids(45, seed: 2);
        using DecoderModel model = DecoderRuns.Load(folder, _temporary["cache"], keyValues: keyValues, context: ids.Length);
        float[] actual = DecoderRuns.Read(model, slot: 2, ids, chunk: 20);
        Assert.InRange(DecoderRuns.RelativeError([new ReferenceDecoder(folder).Forward(ids)[^1]], [actual]), 0, share);
    }

    [Fact]
    public void Keys_and_values_in_8_bits_are_refused_without_the_kernels()
    {
        string folder = TinyModel.Write(_temporary["model"], TinyModel.Config(ModelConfig.Llama));
        ArgumentException refused = Assert.Throws<ArgumentException>(() =>
            DecoderRuns.Load(folder, _temporary["cache"], ownKernels: false, keyValues: Precision.Int8));
        Assert.Contains("take Fp32", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _temporary.Dispose();

    private DecoderModel Load(string folder, Precision precision = Precision.Fp32) =>
        DecoderRuns.Load(folder, _temporary["cache"], precision);
}
