using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Inference.Tests;

public sealed class PrecisionMeasureTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    [Fact]
    public void Loss_and_likeliest_tokens_are_those_of_plain_loops_in_every_window()
    {
        string folder = TinyModel.Write(_temporary["model"], TinyModel.Config(ModelConfig.Llama));
        int[] ids = TinyModel.Ids(70, seed: 3);
        const int Window = 32;

        PrecisionMeasure measured = Measure(folder, Precision.Fp32, ids, Window);

        ReferenceDecoder reference = new(folder);
        double loss = 0;
        List<int> likeliest = [];
        for (int start = 0; start < ids.Length - 1; start += Window)
        {
            int end = Math.Min(start + Window, ids.Length - 1);
            double[][] logits = reference.Forward([.. ids[start..end]]);
            for (int i = 0; i < logits.Length; i++)
            {
                double largest = logits[i].Max();
                loss += largest + Math.Log(logits[i].Sum(logit => Math.Exp(logit - largest))) - logits[i][ids[start + i + 1]];
                likeliest.Add(Array.IndexOf(logits[i], largest));
            }
        }

        Assert.Equal(loss / 69, measured.LogLoss, 1e-4);
        Assert.Equal(Math.Exp(loss / 69), measured.Perplexity, 1e-2);
        Assert.Equal(likeliest, measured.Likeliest);
        Assert.Equal(1, measured.AgreementWith(measured));
    }

    [Fact]
    public void Fewer_bits_are_smaller_and_agree_less()
    {
        string folder = TinyModel.Write(_temporary["model"], TinyModel.Config(ModelConfig.Llama));
        int[] ids = TinyModel.Ids(120, seed: 3);
        PrecisionMeasure[] measured =
            [.. new[] { Precision.Fp32, Precision.Int8, Precision.Int4 }.Select(precision => Measure(folder, precision, ids, 64))];

        Assert.True(measured[1].Bytes < measured[0].Bytes && measured[2].Bytes < measured[1].Bytes);
        Assert.InRange(measured[1].AgreementWith(measured[0]), 0.9, 1);
        Assert.True(measured[2].AgreementWith(measured[0]) < measured[1].AgreementWith(measured[0]));
        Assert.Throws<ArgumentException>(() => Measure(folder, Precision.Int8, ids[..50], 64).AgreementWith(measured[0]));
    }

    public void Dispose() => _temporary.Dispose();

    private PrecisionMeasure Measure(string folder, Precision precision, int[] ids, int context) => PrecisionMeasure.Of(
        new EngineOptions
        {
            ModelFolder = folder,
            CacheFolder = _temporary["cache"],
            Precision = precision,
            ContextLength = context,
            Threads = 1,
        },
        ids, new Progress<int>(), TestContext.Current.CancellationToken);
}
