namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>Makes one section of one record of named fields.</summary>
internal static class FieldSection
{
    /// <summary>
    /// A pair is the answer under its question; a text with a title stands under it, and its other fields beside it as
    /// "name: value"; a record of other fields is one row.
    /// </summary>
    public static void Add(
        BlockWriter writer, IReadOnlyList<(string Name, string Value)> fields, FieldRoles roles, string anchor)
    {
        string ValueOf(int field) => field >= 0 && field < fields.Count ? fields[field].Value : "";
        if (roles.IsPair && !string.IsNullOrWhiteSpace(ValueOf(roles.Answer)))
        {
            writer.Add(BlockKind.Paragraph, ValueOf(roles.Answer), Under(ValueOf(roles.Question)), anchor);
            return;
        }

        IReadOnlyList<string> headings = Under(ValueOf(roles.Title));
        writer.Add(BlockKind.Paragraph, ValueOf(roles.Text), headings, anchor);
        (string Name, string Value)[] others = [.. fields.Where((_, at) => at != roles.Text && (at != roles.Title || headings.Count == 0))];
        writer.Add(
            BlockKind.TableRow,
            BlockWriter.Row([.. others.Select(field => field.Name)], [.. others.Select(field => field.Value)]),
            headings,
            anchor);
    }

    private static IReadOnlyList<string> Under(string heading) =>
        BlockWriter.OnOneLine(heading) is { Length: > 0 } text ? [text] : [];
}
