using System.Text.Json;
using AssistantLoop.Training.Corpus.Files;

namespace AssistantLoop.Training.Embeddings.Pairs;

/// <summary>What a user said and what the assistant answered, from recorded dialogues. One dialogue in 40 is held out.</summary>
internal static class DialoguePairs
{
    private const int HeldOutEvery = 40;
    private const int ShortestUser = 20, ShortestAnswer = 30;

    public static PairSource? Read(string folder, string file, string name, double weight)
    {
        string path = Path.Combine(folder, file);
        if (!File.Exists(path)) return null;
        List<TextPair> training = [], heldOut = [];
        int number = 0;
        foreach (List<RecordedTurn> turns in RecordedDialogues.Read(path))
        {
            (PairSource.IsHeldOut(number++, HeldOutEvery) ? heldOut : training).AddRange(PairsOf(turns));
        }

        return Source(name, weight, training, heldOut);
    }

    /// <summary>The answers of taskmaster-rewards that people found right.</summary>
    public static PairSource? ReadRewards(string folder, double weight)
    {
        string path = Path.Combine(folder, "taskmaster-rewards.jsonl.gz");
        if (!File.Exists(path)) return null;
        List<TextPair> training = [], heldOut = [];
        foreach ((string dialogue, TextPair? pair) in RecordedDialogues.Rows(path, Rewarded))
        {
            if (pair is null) continue;
            (PairSource.IsHeldOut(PairSource.GroupOf(dialogue), HeldOutEvery) ? heldOut : training).Add(pair);
        }

        return Source("taskmaster-rewards", weight, training, heldOut);
    }

    private static PairSource? Source(string name, double weight, List<TextPair> training, List<TextPair> heldOut) =>
        training.Count == 0
            ? null : new PairSource(name, weight, dice => dice.Pick(training), PairSource.Spread(heldOut));

    private static IEnumerable<TextPair> PairsOf(List<RecordedTurn> turns)
    {
        for (int at = 0; at + 1 < turns.Count; at++)
        {
            if (turns[at].Role == "user" && turns[at + 1].Role == "assistant"
                && PairOf(turns[at].Text, turns[at + 1].Text) is { } pair)
            {
                yield return pair;
            }
        }
    }

    private static (string Dialogue, TextPair? Pair) Rewarded(JsonElement row)
    {
        string dialogue = row.GetProperty("conversation_id").GetString() ?? "";
        if (row.GetProperty("reward").GetDouble() < 1) return (dialogue, null);
        using JsonDocument context = JsonDocument.Parse(row.GetProperty("context").GetString() ?? "[]");
        using JsonDocument answer = JsonDocument.Parse(row.GetProperty("generation").GetString() ?? "{}");
        string? asked = context.RootElement.EnumerateArray()
            .Where(turn => turn.GetProperty("role").GetString() == "user")
            .Select(TextOf).LastOrDefault(text => text is not null);
        return (dialogue, asked is not null && TextOf(answer.RootElement) is { } said ? PairOf(asked, said) : null);
    }

    private static string? TextOf(JsonElement turn) =>
        turn.TryGetProperty("text", out JsonElement text) ? text.GetString() : null;

    // "Yes, please." and "Anything else?" say nothing of each other.
    private static TextPair? PairOf(string user, string answer) =>
        user.Length < ShortestUser || answer.Length < ShortestAnswer ? null
        : new TextPair(CleanText.Line(user), CleanText.Line(answer), PairSource.GroupOf(answer));
}
