using System.Globalization;
using AssistantLoop.Chat.Files;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Importing;

namespace AssistantLoop.Learning.Importing;

/// <summary>
/// Rows of a CSV file with a header: question and answer, and where they are there rejected, rating (up or down) and
/// conversation. Rows of one conversation that follow each other are its turns. Other columns are left aside.
/// </summary>
internal sealed class CsvRows
{
    private readonly List<string> _header;
    private string? _conversation;
    private List<SampleMessage> _before = [];

    private CsvRows(List<string> header) => _header = header;

    /// <summary>What each record gives.</summary>
    /// <exception cref="ContentFileException">The header is missing or lacks a column.</exception>
    public static IEnumerable<ReadLine> Read(string fileName, TextReader reader)
    {
        CsvRows? rows = null;
        foreach (CsvRecord record in CsvRecords.Read(reader))
        {
            if (rows is null)
            {
                rows = new(Header(fileName, record));
            }
            else
            {
                yield return ReadLine.Of(record.Line, () => [rows.Row(record)]);
            }
        }
    }

    private static List<string> Header(string fileName, CsvRecord record)
    {
        List<string> names = [.. record.Cells.Select(cell => cell.Trim().ToLowerInvariant())];
        return names.Contains("question") && names.Contains("answer")
            ? names
            : throw new ContentFileException(
                fileName,
                "is neither JSON lines nor CSV whose header has the columns question and answer (rejected, rating and conversation may stand beside them)");
    }

    private NewImportedRow Row(CsvRecord record)
    {
        if (record.Problem is { } problem)
        {
            throw new RowRefusedException(problem);
        }

        if (record.Cells.Count != _header.Count)
        {
            throw new RowRefusedException(string.Create(
                CultureInfo.InvariantCulture, $"has {record.Cells.Count} cells where the header has {_header.Count}"));
        }

        record.Cells.ToList().ForEach(TextProblem.ThrowIfAny);
        SampleMessage question = new(SampleMessage.User, Cell(record, "question") ?? "");
        string answer = Cell(record, "answer") ?? "";
        string? conversation = Cell(record, "conversation");
        List<SampleMessage> prompt = conversation is not null && conversation == _conversation ? [.. _before, question] : [question];
        NewImportedRow row = Row(record, prompt, answer, conversation);
        (_conversation, _before) = (conversation, [.. prompt, new(SampleMessage.Assistant, answer)]);
        return row;
    }

    private NewImportedRow Row(CsvRecord record, List<SampleMessage> prompt, string answer, string? conversation)
    {
        string? rejected = Cell(record, "rejected");
        // Conversations of different files may have the same number, so the first question tells them apart.
        string? key = conversation is null ? null : $"{conversation}\n{prompt[0].Content}";
        switch (Cell(record, "rating")?.ToLowerInvariant())
        {
            case null:
                return ImportedRow.Of(record.Line, PairKind.Imported, prompt, answer, rejected, key);
            case "up" or "down" when rejected is not null:
                throw new RowRefusedException("has a rating and a rejected answer; it may have one of them");
            case "up":
                return ImportedRow.Of(record.Line, PairKind.Up, prompt, answer, null, key);
            case "down":
                return ImportedRow.Of(record.Line, PairKind.Down, prompt, null, answer, key);
            default:
                throw new RowRefusedException("the rating must be up, down or nothing");
        }
    }

    /// <summary>A column's text without space around it; null where it is empty or there is no such column.</summary>
    private string? Cell(CsvRecord record, string name) =>
        _header.IndexOf(name) is >= 0 and int at && record.Cells[at].Trim() is { Length: > 0 } text ? text : null;
}
