using System.Runtime.InteropServices;
using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Losses;
using AssistantLoop.Training.Objectives;
using AssistantLoop.Training.Packing;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tuning;

/// <summary>
/// Computes a recipe's loss over examples, and its gradient where wanted, in as many passes as they need: each
/// objective's weights are added up over all passes first, so their number does not change the result.
/// </summary>
/// <param name="decoder">The model.</param>
/// <param name="recipe">The objectives and the size of a pass.</param>
/// <param name="reference">What the reference gave the same texts; null where no objective asks.</param>
internal sealed class Judge(Decoder decoder, Recipe recipe, ReferenceLogProbs? reference)
{
    /// <summary>Tokens of a pass; halved where one did not fit into memory.</summary>
    public int TokensPerPass { get; private set; } = recipe.TokensPerPass;

    /// <summary>The loss without gradients.</summary>
    public Judgement Measure(IReadOnlyList<Example> examples) => Run(examples, learn: false);

    /// <summary>
    /// The loss; its gradient is added to the weights that learn. Where memory runs out the passes are halved and all is
    /// computed once more: <paramref name="clear"/> sets the gradients to zero before each try.
    /// </summary>
    /// <exception cref="TrainingException">One example alone does not fit into memory.</exception>
    public Judgement Learn(IReadOnlyList<Example> examples, Action clear)
    {
        while (true)
        {
            using Tensor? random = decoder.Randomness?.get_state();
            clear();
            try
            {
                return Run(examples, learn: true);
            }
            catch (ExternalException error) when (IsOutOfMemory(error))
            {
                int longest = examples.Max(example => example.Length);
                if (TokensPerPass <= longest)
                {
                    throw new TrainingException($"Memory does not hold one example of {longest} tokens; turn "
                        + "GradientCheckpointing on or lower MaxLength.");
                }

                TokensPerPass = Math.Max(longest, TokensPerPass / 2);
                if (random is not null) decoder.Randomness!.set_state(random);
            }
        }
    }

    private static bool IsOutOfMemory(ExternalException error) =>
        error.Message.Contains("allocate memory", StringComparison.Ordinal)
        || error.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase);

    private Judgement Run(IReadOnlyList<Example> examples, bool learn)
    {
        Tally tally = new();
        double mismatched = recipe.Aims.Any(aim => aim.Objective.NeedsMismatched) ? MismatchedReward(examples) : 0;
        Dictionary<Aim, double> totals = recipe.Aims.ToDictionary(
            aim => aim, aim => examples.Where(aim.Objective.Takes).Sum(aim.Objective.Weight));
        foreach (IReadOnlyList<Example> pass in PackedTexts.BestFit(examples, example => example.Length, TokensPerPass))
        {
            using DisposeScope scope = NewDisposeScope();
            if (learn && SlopeOf(pass) is { } slope) tally.Loss += LearnAtOnce(pass, slope, totals);
            else Run(pass, learn, totals, mismatched, tally);
        }

        return tally.Result();
    }

    // One objective whose slope is known before: loss and gradient in one walk.
    private double LearnAtOnce(IReadOnlyList<Example> pass, double slope, Dictionary<Aim, double> totals)
    {
        Aim aim = recipe.Aims[0];
        TokenBatch texts = Texts(pass);
        float[] weights = [.. pass.SelectMany(example => example.Texts.SelectMany(text =>
            text.Trainable.Select((yes, i) => i > 0 && yes ? (float)example.Weight : 0)))];
        double scale = -slope * aim.Weight / totals[aim];
        using Tensor sum = LogProbPass.BackwardWeighted(
            decoder, texts with { Weights = weights }, scale, recipe.GradientCheckpointing);
        return scale * sum.item<double>();
    }

    private double? SlopeOf(IReadOnlyList<Example> pass) =>
        recipe.Aims is [{ } only] && pass.All(example => only.Objective.Takes(example) && example.Texts.Count == 1)
            ? only.Objective.Slope : null;

    private void Run(
        IReadOnlyList<Example> pass, bool learn, Dictionary<Aim, double> totals, double mismatched, Tally tally)
    {
        TokenBatch texts = Texts(pass);
        LogProbPass? way = learn ? new LogProbPass(decoder, texts, recipe.GradientCheckpointing) : null;
        Tensor logProbs = way?.LogProbs ?? LogProbPass.Of(decoder, texts);
        Tensor? known = reference is null
            ? null
            : reference.Of(pass.SelectMany(example => example.Texts)).On(logProbs.device).to(logProbs.dtype);
        ScoredExamples scored = new(pass, logProbs, known, mismatched);
        using IDisposable mode = enable_grad(learn);
        Tensor? loss = null;
        foreach (Aim aim in recipe.Aims)
        {
            if (scored.Where(aim.Objective.Takes) is not { } taken) continue;
            Tensor share = aim.Objective.Losses(taken).sum() * (aim.Weight / totals[aim]);
            loss = loss is null ? share : loss + share;
        }

        if (loss is null) return;
        tally.Loss += loss.detach().to(ScalarType.Float64).item<double>();
        if (known is not null) tally.Add(scored);
        if (way is null) return;
        loss.backward();
        way.Backward();
    }

    // KTO's z before it is cut off at 0: mean of the sum of log p - log p of the reference.
    private double MismatchedReward(IReadOnlyList<Example> examples)
    {
        EncodedChat[] texts = [.. examples.Select(example => example.Mismatched).OfType<EncodedChat>()];
        double sum = 0;
        foreach (var pass in PackedTexts.BestFit(texts, text => text.Ids.Length, TokensPerPass))
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor logProbs = LogProbPass.Of(decoder, PackedTexts.Of(pass));
            Tensor known = reference!.Of(pass).On(logProbs.device).to(logProbs.dtype);
            sum += (logProbs - known).sum().to(ScalarType.Float64).item<double>();
        }

        return texts.Length == 0 ? 0 : sum / texts.Length;
    }

    private static TokenBatch Texts(IReadOnlyList<Example> pass) =>
        PackedTexts.Of([.. pass.SelectMany(example => example.Texts)]);

    // What the passes add up to.
    private sealed class Tally
    {
        private int _pairs;
        private int _right;
        private double _margin;
        private double _chosen;
        private int _chosenTokens;

        public double Loss { get; set; }

        public void Add(ScoredExamples scored)
        {
            using IDisposable frozen = no_grad();
            double[] gains = scored.Ratios().to(ScalarType.Float64).data<double>().ToArray();
            int text = 0;
            foreach (Example example in scored.Examples)
            {
                double gain = gains[text];
                if (example.Kind is ExampleKind.Pair or ExampleKind.Liked)
                {
                    _chosen += gain;
                    _chosenTokens += Example.Counted(example.Texts[0]);
                }

                if (example.Kind == ExampleKind.Pair)
                {
                    _pairs++;
                    _margin += gain - gains[text + 1];
                    if (gain > gains[text + 1]) _right++;
                }

                text += example.Texts.Count;
            }
        }

        public Judgement Result() => new(
            Loss,
            _pairs == 0 ? null : _right / (double)_pairs,
            _pairs == 0 ? null : _margin / _pairs,
            _chosenTokens == 0 ? null : _chosen / _chosenTokens);
    }
}
