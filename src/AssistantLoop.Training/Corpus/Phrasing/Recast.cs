namespace AssistantLoop.Training.Corpus.Phrasing;

/// <summary>
/// Puts a question another way. A line of the table is <c>Beginning * end -> wording * | wording *</c>; the star is the
/// rest of the question, which ends with its mark; a star alone fits any. One wording in eight is kept for held-out samples.
/// </summary>
internal sealed class Recast
{
    private const uint HeldOutShare = 8;

    private readonly List<(string Beginning, string End, string[] Training, string[] HeldOut)> _rules = [];

    public Recast(string table)
    {
        foreach (string line in TextResource.Lines(table))
        {
            string[] sides = line.Split(" -> ", 2);
            string[] ends = sides[0].Split('*');
            if (sides.Length < 2 || ends.Length != 2)
            {
                throw new FormatException($"{table}: \"{line}\" is not \"Beginning * -> wording *\".");
            }

            ILookup<bool, string> wordings = sides[1].Split('|', StringSplitOptions.TrimEntries)
                .ToLookup(wording => Words.StableHash(sides[0] + wording) % HeldOutShare == 0);
            _rules.Add((ends[0], ends[1] + "?", [.. wordings[false]], [.. wordings[true]]));
        }
    }

    /// <summary>The question in other words, or as it is where no beginning fits.</summary>
    public string Apply(string question, Dice dice, bool heldOut)
    {
        bool any = dice.Below(4) == 0;
        foreach ((string beginning, string end, string[] training, string[] reserved) in _rules)
        {
            string[] wordings = heldOut ? reserved : training;
            if (any && beginning.Length > 0)
            {
                continue;
            }

            bool simple = question.IndexOf('?', StringComparison.Ordinal) == question.Length - 1
                && question.Length > beginning.Length + end.Length;
            if (wordings.Length > 0 && simple && question.StartsWith(beginning, StringComparison.Ordinal)
                && question.EndsWith(end, StringComparison.Ordinal))
            {
                string rest = question[beginning.Length..^end.Length];
                return dice.Pick(wordings).Replace("*", rest, StringComparison.Ordinal);
            }
        }

        return question;
    }
}
