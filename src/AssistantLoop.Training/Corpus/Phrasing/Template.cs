using System.Text;

namespace AssistantLoop.Training.Corpus.Phrasing;

/// <summary>
/// A phrase with choices and slots: <c>(a|b|)</c> is one of its options, which may nest; <c>{name}</c> is a slot's
/// value; <c>{a:name}</c> is the value after "a" or "an", <c>{p:name}</c> its plural, and of a verb <c>{s:name}</c>,
/// <c>{ed:name}</c> and <c>{ing:name}</c> are third person, participle and gerund. Brackets of the
/// phrase itself are written ‹ ›. Spaces that an empty option leaves behind are closed up.
/// </summary>
internal sealed class Template
{
    private readonly List<Node> _nodes;

    private Template(string source, List<Node> nodes) => (Source, _nodes) = (source, nodes);

    public string Source { get; }

    /// <exception cref="FormatException">A bracket has no partner.</exception>
    public static Template Parse(string source)
    {
        int at = 0;
        List<Node> nodes = Sequence(source, ref at);
        return at == source.Length
            ? new(source, nodes)
            : throw new FormatException($"\"{source}\": stray bracket at {at}.");
    }

    /// <summary>Draws one wording.</summary>
    /// <param name="dice">Draws the choices.</param>
    /// <param name="slot">A slot's value by its name.</param>
    public string Render(Dice dice, Func<string, string> slot)
    {
        var text = new StringBuilder();
        Write(_nodes, text, dice, slot);
        return Tidy(text);
    }

    /// <summary>Whether every wording of the phrase names the slot.</summary>
    public bool AlwaysNames(string slot) => AlwaysNames(_nodes, slot);

    private static bool AlwaysNames(List<Node> nodes, string slot) => nodes.Exists(node =>
        node.Slot == slot || (node.Options is { } options && options.TrueForAll(option => AlwaysNames(option, slot))));

    private static List<Node> Sequence(string source, ref int at)
    {
        List<Node> nodes = [];
        int start = at;
        while (at < source.Length && source[at] is not ('|' or ')'))
        {
            if (source[at] is '(' or '{')
            {
                AddLiteral(nodes, source[start..at]);
                nodes.Add(source[at] == '(' ? Choice(source, ref at) : SlotAt(source, ref at));
                start = at;
            }
            else
            {
                at++;
            }
        }

        AddLiteral(nodes, source[start..at]);
        return nodes;
    }

    private static Node Choice(string source, ref int at)
    {
        List<List<Node>> options = [];
        do
        {
            at++;
            options.Add(Sequence(source, ref at));
        }
        while (at < source.Length && source[at] == '|');

        return at++ < source.Length
            ? new(null, null, null, options)
            : throw new FormatException($"\"{source}\": unclosed bracket.");
    }

    private static Node SlotAt(string source, ref int at)
    {
        int end = source.IndexOf('}', at);
        string name = end > at ? source[(at + 1)..end] : throw new FormatException($"\"{source}\": unclosed slot.");
        at = end + 1;
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        return new(null, name[(colon + 1)..], colon < 0 ? null : FormOf(name[..colon], source), null);
    }

    private static Func<string, string> FormOf(string word, string source) => word switch
    {
        "a" => Words.WithArticle,
        "p" => Inflection.Plural,
        "s" => Inflection.ThirdPerson,
        "ed" => Inflection.Participle,
        "ing" => Inflection.Gerund,
        _ => throw new FormatException($"\"{source}\": unknown form \"{word}\"."),
    };

    private static void AddLiteral(List<Node> nodes, string text)
    {
        if (text.Length > 0)
        {
            nodes.Add(new(text.Replace('‹', '(').Replace('›', ')'), null, null, null));
        }
    }

    private static void Write(List<Node> nodes, StringBuilder text, Dice dice, Func<string, string> slot)
    {
        foreach (Node node in nodes)
        {
            if (node.Options is { } options)
            {
                Write(dice.Pick(options), text, dice, slot);
            }
            else if (node.Slot is { } name)
            {
                string value = slot(name);
                text.Append(node.Form is { } form ? form(value) : value);
            }
            else
            {
                text.Append(node.Literal);
            }
        }
    }

    private static string Tidy(StringBuilder text)
    {
        var tidy = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char letter = text[i];
            bool spare = letter == ' ' && (tidy.Length == 0 || tidy[^1] == ' ' || i + 1 == text.Length
                || text[i + 1] is ',' or '.' or '?' or '!' or ';');
            if (!spare)
            {
                tidy.Append(letter);
            }
        }

        return tidy.ToString().TrimEnd();
    }

    private sealed record Node(string? Literal, string? Slot, Func<string, string>? Form, List<List<Node>>? Options);
}
