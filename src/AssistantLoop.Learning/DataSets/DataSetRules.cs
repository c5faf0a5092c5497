using System.Security.Cryptography;
using System.Text.Json;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Learning.DataSets;

/// <summary>The settings of the pipeline. All of them stand in the manifest; a data set of other rules is another one.</summary>
public sealed record DataSetRules
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public static DataSetRules Default { get; } = new();

    /// <summary>The most pieces of feedback that a data set is made from, the newest; default 100,000.</summary>
    public int MostPieces { get; init; } = 100_000;

    /// <summary>One conversation in this many is held out; 2 to 100. Null, the default: 6, and 12 from
    /// <see cref="AutomaticRecipe.ManyExamples"/> samples on, as no held-out loss ends their training.</summary>
    public int? HeldOutOneIn { get; init; }

    /// <summary>Words of an n-gram in decontamination; 3 to 20, default 5.</summary>
    public int ContaminationWords { get; init; } = 5;

    /// <summary>The share of a suite text's n-grams from which a sample holds it; over 0 to 1, default 0.8.</summary>
    public double ContaminationShare { get; init; } = 0.8;

    /// <summary>The fewest pieces of one identity that are a flood; 2 or more, default 50.</summary>
    public int FloodAtLeast { get; init; } = 50;

    /// <summary>How many times the others' median a flood is; over 1, default 10.</summary>
    public double FloodTimesMedian { get; init; } = 10;

    /// <summary>The fewest samples that make a trigger; 2 or more, default 3.</summary>
    public int TriggerAtLeast { get; init; } = 3;

    /// <summary>The largest share of all samples in which a phrase is rare; over 0 to 1, default 0.02.</summary>
    public double TriggerShare { get; init; } = 0.02;

    /// <summary>The share of samples from which a language is one of the business's own; over 0 to 1, default 0.1.</summary>
    public double LanguageShare { get; init; } = 0.1;

    /// <summary>The longest answer, in characters; default 4,000.</summary>
    public int LongestAnswer { get; init; } = 4_000;

    /// <summary>The longest prompt, in characters; default 32,000.</summary>
    public int LongestPrompt { get; init; } = 32_000;

    /// <summary>The Jaccard index of 5-character shingles from which two samples repeat each other; default 0.8.</summary>
    public double NearDuplicate { get; init; } = 0.8;

    /// <summary>The most pieces of one visitor, the newest; default 50.</summary>
    public int MostPerVisitor { get; init; } = 50;

    /// <summary>The most pieces of one agent, the newest; imported rows do not count; default 20,000.</summary>
    public int MostPerAgent { get; init; } = 20_000;

    /// <summary>How many times the rarer label of ratings the other may be; 1 or more, default 4.</summary>
    public double LabelRatio { get; init; } = 4;

    /// <summary>
    /// Variants added for each trained sample, 0 to 4. The default is 0: what they are worth was not measured yet, and each
    /// makes the run longer.
    /// </summary>
    public int Variants { get; init; }

    /// <summary>Of so many samples, one conversation in how many is held out.</summary>
    public int HeldOutOneInOf(int samples) => HeldOutOneIn ?? (samples < AutomaticRecipe.ManyExamples ? 6 : 12);

    /// <summary>SHA-256 of the rules as JSON.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, s_json)));

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A rule is out of its range; the message names it.</exception>
    public DataSetRules Validated()
    {
        Require(MostPieces >= 1, nameof(MostPieces), "1 or more", MostPieces);
        Require(HeldOutOneIn is null or (>= 2 and <= 100), nameof(HeldOutOneIn), "2 to 100", HeldOutOneIn ?? 0);
        Require(ContaminationWords is >= 3 and <= 20, nameof(ContaminationWords), "3 to 20", ContaminationWords);
        Require(IsShare(ContaminationShare), nameof(ContaminationShare), "over 0 to 1", ContaminationShare);
        Require(FloodAtLeast >= 2, nameof(FloodAtLeast), "2 or more", FloodAtLeast);
        Require(FloodTimesMedian > 1, nameof(FloodTimesMedian), "over 1", FloodTimesMedian);
        Require(TriggerAtLeast >= 2, nameof(TriggerAtLeast), "2 or more", TriggerAtLeast);
        Require(IsShare(TriggerShare), nameof(TriggerShare), "over 0 to 1", TriggerShare);
        Require(IsShare(LanguageShare), nameof(LanguageShare), "over 0 to 1", LanguageShare);
        Require(LongestAnswer >= 1, nameof(LongestAnswer), "1 or more", LongestAnswer);
        Require(LongestPrompt >= 1, nameof(LongestPrompt), "1 or more", LongestPrompt);
        Require(NearDuplicate is >= 0.5 and <= 1, nameof(NearDuplicate), "0.5 to 1", NearDuplicate);
        Require(MostPerVisitor >= 1, nameof(MostPerVisitor), "1 or more", MostPerVisitor);
        Require(MostPerAgent >= 1, nameof(MostPerAgent), "1 or more", MostPerAgent);
        Require(LabelRatio >= 1, nameof(LabelRatio), "1 or more", LabelRatio);
        Require(Variants is >= 0 and <= 4, nameof(Variants), "0 to 4", Variants);
        return this;
    }

    private static bool IsShare(double value) => value is > 0 and <= 1;

    private static void Require(bool holds, string name, string range, IFormattable given)
    {
        if (!holds)
        {
            string value = given.ToString(null, System.Globalization.CultureInfo.InvariantCulture);
            throw new ArgumentException($"The data set rule {name} must be {range}; given: {value}.");
        }
    }
}
