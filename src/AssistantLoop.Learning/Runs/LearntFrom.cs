using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Objectives;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Learning.Runs;

/// <summary>What of a data set a run learns from, and by which objectives.</summary>
internal static class LearntFrom
{
    /// <summary>
    /// The sum of objectives that suits the data, as <see cref="AimText"/> reads it: imitation alone, for preferences beside
    /// it gained nothing on the sample business and cost facts at full weight (docs/decisions.md, "The loop imitates"). Where
    /// there is too little to imitate, ratings and pairs count too.
    /// </summary>
    public static string Objective(TrainingSet train, TrainingSet heldOut) =>
        train.Samples.Count + heldOut.Samples.Count < AutomaticRecipe.Fewest ? AimText.Automatic(train) : "sft";

    /// <summary>
    /// The part of a set that the objectives learn from. An answer that stands in a pair is imitated there and not as a
    /// sample too, so that it counts once; ratings wait for an objective of their own.
    /// </summary>
    public static TrainingSet Of(TrainingSet set, IReadOnlyList<Aim> aims)
    {
        bool pairs = aims.Any(aim => aim.Objective is not (SftObjective or KtoObjective));
        HashSet<string> paired = pairs ? [.. set.Pairs.Select(pair => Text(pair.Prompt.Append(pair.Chosen)))] : [];
        return new()
        {
            Samples = [.. set.Samples.Where(sample => !paired.Contains(Text(sample.Messages)))],
            Pairs = pairs ? set.Pairs : [],
            Ratings = aims.Any(aim => aim.Objective is KtoObjective) ? set.Ratings : [],
            Passages = set.Passages,
        };
    }

    // Roles and words alone: a sample keeps its earlier answers out of the loss by weights that a pair has not.
    private static string Text(IEnumerable<SampleMessage> messages) =>
        string.Join('\n', messages.Select(message => $"{message.Role}: {message.Content}"));
}
