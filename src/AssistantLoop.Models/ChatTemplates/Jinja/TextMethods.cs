namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>Methods of Python's str that templates use.</summary>
internal sealed class TextMethods(Budget budget)
{
    public Function? Find(string text, string name)
    {
        Func<CallArguments, object?>? body = name switch
        {
            "strip" => arguments => StripEnd(StripStart(text, arguments), arguments),
            "lstrip" => arguments => StripStart(text, arguments),
            "rstrip" => arguments => StripEnd(text, arguments),
            "split" => arguments => Split(text, arguments, fromEnd: false),
            "rsplit" => arguments => Split(text, arguments, fromEnd: true),
            "splitlines" => _ => Lines(text),
            "startswith" => arguments => Prefixes(arguments).Any(p => text.StartsWith(p, StringComparison.Ordinal)),
            "endswith" => arguments => Prefixes(arguments).Any(p => text.EndsWith(p, StringComparison.Ordinal)),
            "removeprefix" => arguments => text.StartsWith(arguments.Text(0, "prefix"), StringComparison.Ordinal)
                ? text[arguments.Text(0, "prefix").Length..] : text,
            "removesuffix" => arguments => text.EndsWith(arguments.Text(0, "suffix"), StringComparison.Ordinal)
                ? text[..^arguments.Text(0, "suffix").Length] : text,
            "replace" => arguments => Replace(text, arguments),
            "find" => arguments => IndexOf(text, arguments.Text(0, "sub")),
            "count" => arguments => Count(text, arguments.Text(0, "sub")),
            "join" => arguments => Join(text, arguments),
            "upper" => _ => text.ToUpperInvariant(),
            "lower" => _ => text.ToLowerInvariant(),
            "capitalize" => _ => PythonText.Capitalize(text),
            "title" => _ => PythonText.Title(text, c => !char.IsLetter(c)),
            "isdigit" => _ => text.Length > 0 && text.All(char.IsDigit),
            "isalpha" => _ => text.Length > 0 && text.All(char.IsLetter),
            "isalnum" => _ => text.Length > 0 && text.All(char.IsLetterOrDigit),
            "isspace" => _ => text.Length > 0 && text.All(PythonText.IsSpace),
            "isupper" => _ => PythonText.IsUpper(text),
            "islower" => _ => PythonText.IsLower(text),
            "format" or "encode" or "format_map" =>
                throw new TemplateFault($"the method `{name}` of texts is not supported."),
            _ => null,
        };
        return body is null ? null : new Function(name, arguments =>
        {
            budget.SpendText(text.Length);
            return body(arguments);
        });
    }

    /// <summary>Replaces up to <c>count</c> occurrences; an empty <c>old</c> is refused.</summary>
    public string Replace(string text, CallArguments arguments)
    {
        arguments.Accept("old", "new", "count");
        string old = arguments.Text(0, "old");
        string replacement = arguments.Text(1, "new");
        long count = arguments.Integer(2, "count", -1);
        if (old.Length == 0)
        {
            throw new TemplateFault("`replace` of an empty text is not supported.");
        }

        long found = Count(text, old);
        long replaced = count < 0 ? found : Math.Min(count, found);
        budget.SpendText(text.Length + replaced * (replacement.Length - old.Length));
        if (replaced == found)
        {
            return text.Replace(old, replacement, StringComparison.Ordinal);
        }

        string[] parts = text.Split(old, (int)replaced + 1);
        return string.Join(replacement, parts);
    }

    private static string StripStart(string text, CallArguments arguments) =>
        arguments.OptionalText(0, "chars") is string set ? text.TrimStart(set.ToCharArray())
            : PythonText.TrimStart(text);

    private static string StripEnd(string text, CallArguments arguments) =>
        arguments.OptionalText(0, "chars") is string set ? text.TrimEnd(set.ToCharArray()) : PythonText.TrimEnd(text);

    private static IEnumerable<string> Prefixes(CallArguments arguments) => arguments.Get(0, "prefix") switch
    {
        string one => [one],
        object?[] several when several.All(item => item is string) => several.Cast<string>(),
        _ => throw new TemplateFault("`startswith` and `endswith` need a text or a tuple of texts."),
    };

    private List<object?> Split(string text, CallArguments arguments, bool fromEnd)
    {
        arguments.Accept("sep", "maxsplit");
        string? separator = arguments.OptionalText(0, "sep");
        long most = arguments.Integer(1, "maxsplit", -1);
        if (separator?.Length == 0)
        {
            throw new TemplateFault("`split` needs a separator that is not empty.");
        }

        List<string> parts = separator is null ? Words(text, most, fromEnd) : [.. text.Split(separator)];
        budget.Spend(parts.Count);
        if (separator is not null && most >= 0 && parts.Count > most + 1)
        {
            int kept = (int)most;
            parts = fromEnd
                ? [string.Join(separator, parts[..^kept]), .. parts[^kept..]]
                : [.. parts[..kept], string.Join(separator, parts[kept..])];
        }

        return [.. parts];
    }

    private static List<string> Words(string text, long most, bool fromEnd)
    {
        if (most >= 0 && fromEnd)
        {
            throw new TemplateFault("`rsplit` by white space with a limit is not supported.");
        }

        List<string> words = [];
        int at = 0;
        while (true)
        {
            at = SkipWhile(text, at, PythonText.IsSpace);
            if (at == text.Length)
            {
                return words;
            }

            if (most >= 0 && words.Count == most)
            {
                words.Add(PythonText.TrimEnd(text[at..]));
                return words;
            }

            int end = SkipWhile(text, at, c => !PythonText.IsSpace(c));
            words.Add(text[at..end]);
            at = end;
        }
    }

    private static int SkipWhile(string text, int at, Func<char, bool> skips)
    {
        while (at < text.Length && skips(text[at]))
        {
            at++;
        }

        return at;
    }

    private static List<object?> Lines(string text)
    {
        List<object?> lines = [.. text.ReplaceLineEndings("\n").Split('\n')];
        if (lines[^1] is "")
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return lines;
    }

    private static long IndexOf(string text, string part)
    {
        int at = text.IndexOf(part, StringComparison.Ordinal);
        return at < 0 ? -1 : PythonText.Length(text[..at]);
    }

    private static long Count(string text, string part)
    {
        if (part.Length == 0)
        {
            return PythonText.Length(text) + 1;
        }

        long count = 0;
        for (int at = text.IndexOf(part, StringComparison.Ordinal); at >= 0;
            at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    private string Join(string separator, CallArguments arguments)
    {
        List<string> parts = [.. Values.Elements(arguments.Get(0, "iterable"), budget).Select(item =>
            item as string ?? throw new TemplateFault("the method `join` needs a list of texts."))];
        budget.SpendText(parts.Sum(part => (long)part.Length + separator.Length));
        return string.Join(separator, parts);
    }
}
