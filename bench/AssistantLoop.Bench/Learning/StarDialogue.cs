using System.Text.Json;
using AssistantLoop.Training.Corpus.Files;

namespace AssistantLoop.Bench.Learning;

/// <summary>
/// A dialogue of STAR (Mosig et al. 2020, MIT), in which a wizard follows a business process. <c>Task</c> is null where
/// there are several, or where the dialogue was broken off or left its process. <c>Row</c> counts the file's from 0.
/// </summary>
internal sealed record StarDialogue(int Row, string Domain, string? Task, List<RecordedTurn> Turns)
{
    public const string File = "star-train.jsonl.gz";

    /// <summary>All dialogues of a folder's file.</summary>
    public static IEnumerable<StarDialogue> Read(string folder) =>
        RecordedDialogues.Rows(Path.Combine(folder, File), Parse)
            .Select((dialogue, row) => dialogue with { Row = row });

    private static StarDialogue Parse(JsonElement row)
    {
        JsonElement tasks = row.GetProperty("tasks");
        bool plain = tasks.GetArrayLength() == 1
            && row.GetProperty("happy").GetBoolean()
            && row.GetProperty("complete").GetString() == "Complete";
        return new StarDialogue(
            0, row.GetProperty("domains")[0].GetString() ?? "", plain ? tasks[0].GetString() : null,
            RecordedDialogues.Turns(row));
    }
}
