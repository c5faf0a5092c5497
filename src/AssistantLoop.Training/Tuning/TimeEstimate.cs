using System.Diagnostics;
using AssistantLoop.Models.Configuration;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tuning;

/// <summary>
/// How long a run will take, from its multiplications and the speed of one product on this machine: an estimate, meant
/// to be right within a factor of two. A run's progress says better once it has begun.
/// </summary>
internal static class TimeEstimate
{
    private const int Size = 768;

    // Share of a lone product's speed that a whole step reaches on this kind of processor.
    private const double StepShare = 0.4;

    /// <param name="config">The model's shape.</param>
    /// <param name="recipe">What learns.</param>
    /// <param name="tokens">Tokens of one epoch.</param>
    public static TimeSpan Of(ModelConfig config, Recipe recipe, long tokens)
    {
        // Two operations a weight and token forward, as many for the way back, and as many again where weights learn.
        double rounds = (recipe.Learns == Scope.Adapter ? 2 : 3) + (recipe.GradientCheckpointing ? 1 : 0);
        double operations = 2.0 * MemoryEstimate.WeightsOf(config) * rounds * tokens * recipe.Epochs;
        return TimeSpan.FromSeconds(operations / (StepShare * Speed(Precision.Choose(recipe.BFloat16), recipe.Threads)));
    }

    // Operations a second of a square product.
    private static double Speed(ScalarType type, int threads)
    {
        set_num_threads(threads);
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor left = ones(Size, Size, type), right = ones(Size, Size, type);
        double best = double.MaxValue;
        for (int i = 0; i < 4; i++)
        {
            long begun = Stopwatch.GetTimestamp();
            left.matmul(right);
            best = Math.Min(best, Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }

        return 2.0 * Size * Size * Size / best;
    }
}
