using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>
/// Reads CSV, whose first row names the columns and says which of comma, semicolon, tab and bar separates. A table of
/// questions and answers becomes a section for each question; any other a section for each row, "column: value".
/// </summary>
internal static class CsvTableReader
{
    private const int MostCellCharacters = 100_000;

    public static ParsedDocument Read(string text)
    {
        using CsvParser parser = new(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            DetectDelimiter = true,
            MaxFieldSize = MostCellCharacters,
            TrimOptions = TrimOptions.Trim,
        });
        BlockWriter writer = new(title: null);
        try
        {
            if (parser.Read())
            {
                AddRows(parser, parser.Record ?? [], writer);
            }
        }
        catch (CsvHelperException error)
        {
            throw new DocumentRefusedException(
                $"is not CSV: line {parser.RawRow}: {error.Message.ReplaceLineEndings("\n").Split('\n')[0]}", error);
        }

        return new() { Blocks = writer.Blocks };
    }

    private static void AddRows(CsvParser parser, string[] names, BlockWriter writer)
    {
        FieldRoles roles = FieldRoles.Of(names);
        while (parser.Read())
        {
            string[] cells = parser.Record ?? [];
            FieldSection.Add(
                writer,
                [.. names.Zip(cells)],
                roles,
                string.Create(CultureInfo.InvariantCulture, $"row-{parser.Row - 1}"));
        }
    }
}
