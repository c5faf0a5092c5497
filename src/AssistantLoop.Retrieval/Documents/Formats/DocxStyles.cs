using System.Globalization;
using System.Xml.Linq;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>Which paragraph styles of a document are headings and lists, as the styles say or inherit.</summary>
internal sealed class DocxStyles
{
    private const int MostSteps = 16;

    private readonly Dictionary<string, XElement> _styles = [];

    public DocxStyles(XDocument? styles)
    {
        foreach (XElement style in styles?.Root?.Elements(Docx.W + "style") ?? [])
        {
            if (style.Attribute(Docx.W + "styleId")?.Value is { } id)
            {
                _styles[id] = style;
            }
        }
    }

    /// <summary>The heading's level from 1, or null where the paragraph is none. The title is of the first level.</summary>
    public int? LevelOf(XElement paragraph)
    {
        XElement? properties = paragraph.Element(Docx.W + "pPr");
        if (OutlineLevel(properties) is { } own)
        {
            return own;
        }

        foreach ((string id, XElement? style) in Chain(properties))
        {
            string name = (style?.Element(Docx.W + "name")?.Attribute(Docx.W + "val")?.Value ?? id).Replace(" ", "", StringComparison.Ordinal);
            if (OutlineLevel(style?.Element(Docx.W + "pPr")) is { } level)
            {
                return level;
            }

            if (name.Equals("title", StringComparison.OrdinalIgnoreCase))
            {
                return 1;
            }

            if (name.StartsWith("heading", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(name["heading".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                && number is >= 1 and <= 9)
            {
                return number;
            }
        }

        return null;
    }

    /// <summary>Whether the paragraph is an item of a list.</summary>
    public bool IsListItem(XElement paragraph)
    {
        XElement? properties = paragraph.Element(Docx.W + "pPr");
        return IsNumbered(properties)
            || Chain(properties).Any(style => IsNumbered(style.Style?.Element(Docx.W + "pPr")));
    }

    private IEnumerable<(string Id, XElement? Style)> Chain(XElement? properties)
    {
        string? id = properties?.Element(Docx.W + "pStyle")?.Attribute(Docx.W + "val")?.Value;
        for (int step = 0; id is not null && step < MostSteps; step++)
        {
            XElement? style = _styles.GetValueOrDefault(id);
            yield return (id, style);
            id = style?.Element(Docx.W + "basedOn")?.Attribute(Docx.W + "val")?.Value;
        }
    }

    private static bool IsNumbered(XElement? properties) =>
        properties?.Element(Docx.W + "numPr")?.Element(Docx.W + "numId")?.Attribute(Docx.W + "val")?.Value is not (null or "0");

    // Written from 0; 9 is body text.
    private static int? OutlineLevel(XElement? properties) =>
        int.TryParse(
            properties?.Element(Docx.W + "outlineLvl")?.Attribute(Docx.W + "val")?.Value,
            NumberStyles.None, CultureInfo.InvariantCulture, out int level) && level < 9
            ? level + 1
            : null;
}
