using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.DataSets.Variants;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Learning.DataSets;

/// <summary>One side of the split in the shapes that training reads, and the lines at which each piece stands.</summary>
internal sealed class SideOfSplit
{
    private readonly string[] _names;

    private SideOfSplit(string[] names, TrainingSet set, Dictionary<Guid, List<string>> lines)
    {
        _names = names;
        Set = set;
        Lines = lines;
    }

    public TrainingSet Set { get; }

    public Dictionary<Guid, List<string>> Lines { get; }

    /// <summary>
    /// A rating is an unpaired sample. All else is a sample to imitate, and a preference pair too where both answers are
    /// there. Variants are samples to imitate, after all others.
    /// </summary>
    public static SideOfSplit Of(
        IReadOnlyList<Sample> pieces, IReadOnlyList<(VariantKind Kind, Sample Sample)> variants, params string[] names)
    {
        List<ChatSample> samples = [];
        List<PreferencePair> pairs = [];
        List<UnpairedSample> ratings = [];
        Dictionary<Guid, List<string>> lines = new(pieces.Count);
        foreach (Sample piece in pieces)
        {
            List<string> at = new(2);
            if (piece.IsRating)
            {
                ratings.Add(new(piece.Prompt, Answer(piece.Chosen ?? piece.Rejected!), piece.Chosen is not null));
                at.Add($"{names[2]}:{ratings.Count}");
            }
            else
            {
                samples.Add(piece.Imitation);
                at.Add($"{names[0]}:{samples.Count}");
            }

            if (piece is { Chosen: string chosen, Rejected: string rejected })
            {
                pairs.Add(new(piece.Prompt, Answer(chosen), Answer(rejected)));
                at.Add($"{names[1]}:{pairs.Count}");
            }

            lines.Add(piece.Id, at);
        }

        samples.AddRange(variants.Select(variant => variant.Sample.Imitation));
        return new(names, new() { Samples = samples, Pairs = pairs, Ratings = ratings }, lines);
    }

    public SetCounts Counts(IReadOnlyList<Sample> pieces)
    {
        int up = Set.Ratings.Count(rating => rating.Label);
        return new(pieces.Count, Set.Samples.Count, Set.Pairs.Count, up, Set.Ratings.Count - up);
    }

    public void Write(string folder)
    {
        ChatSampleFile.Write(Path.Combine(folder, _names[0]), Set.Samples);
        PreferenceFile.Write(Path.Combine(folder, _names[1]), Set.Pairs, PreferenceShape.Trl);
        UnpairedFile.Write(Path.Combine(folder, _names[2]), Set.Ratings);
    }

    private static SampleMessage Answer(string text) => new(SampleMessage.Assistant, text);
}
