using System.Globalization;
using AssistantLoop.Training.Objectives;

namespace AssistantLoop.Training.Tuning;

/// <summary>A sum of objectives as people write it: "dpo", "sft+dpo", "0.5*sft+kto".</summary>
public static class AimText
{
    private static readonly string[] s_names =
        ["sft", "dpo", "conservative-dpo", "robust-dpo", "ipo", "kto", "orpo", "simpo"];

    /// <summary>The names that <see cref="Parse"/> knows, with commas.</summary>
    public static string Names => string.Join(", ", s_names);

    /// <summary>Reads a sum.</summary>
    /// <param name="text">Names of objectives with "+" between them, each after a weight and "*" or alone.</param>
    /// <param name="beta">β of the preference objectives; null: each one's own.</param>
    /// <param name="set">The data, by whose ratings KTO balances its weights.</param>
    /// <exception cref="TrainingException">A name is not known, or a weight is not over 0.</exception>
    public static IReadOnlyList<Aim> Parse(string text, double? beta, TrainingSet set) =>
        [.. text.Split('+', StringSplitOptions.TrimEntries).Select(part => One(part, beta, set))];

    /// <summary>
    /// What suits the data: preferences where there are pairs or ratings, and always imitation of what was written or
    /// liked, for preferences alone push both answers down.
    /// </summary>
    public static string Automatic(TrainingSet set) =>
        "sft" + (set.Pairs.Count > 0 ? "+dpo" : "") + (set.Ratings.Count > 0 ? "+kto" : "");

    private static Aim One(string part, double? beta, TrainingSet set)
    {
        string[] pieces = part.Split('*', StringSplitOptions.TrimEntries);
        double weight = 1;
        bool right = pieces.Length == 1 || (pieces.Length == 2
            && double.TryParse(pieces[0], NumberStyles.Float, CultureInfo.InvariantCulture, out weight)
            && weight > 0 && double.IsFinite(weight));
        return right
            ? new Aim(Named(pieces[^1], beta, set), weight)
            : throw new TrainingException($"\"{part}\" is no objective: write a name or a weight over 0, *, and a name.");
    }

    private static IObjective Named(string name, double? beta, TrainingSet set) => name switch
    {
        "sft" => new SftObjective(),
        "dpo" => new DpoObjective(beta ?? 0.1),
        "conservative-dpo" => new DpoObjective(beta ?? 0.1, 0.1),
        "robust-dpo" => new DpoObjective(beta ?? 0.1, 0.1, DpoKind.Robust),
        "ipo" => new DpoObjective(beta ?? 0.1, kind: DpoKind.Ipo),
        "kto" => KtoObjective.Balanced(
            set.Ratings.Count(rating => rating.Label), set.Ratings.Count(rating => !rating.Label), beta ?? 0.1),
        "orpo" => new OrpoObjective(beta ?? 0.1),
        "simpo" => new SimPoObjective(beta ?? 2),
        _ => throw new TrainingException($"There is no objective \"{name}\"; known are {Names}."),
    };
}
