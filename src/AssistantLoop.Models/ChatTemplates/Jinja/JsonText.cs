using System.Globalization;
using System.Text;

namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>
/// Python's json.dumps, as Hugging Face's tojson filter calls it: ensure_ascii off, nothing escaped for HTML.
/// </summary>
internal sealed class JsonText(Budget budget)
{
    private readonly StringBuilder _text = new();
    private bool _ascii;
    private bool _sorted;
    private string? _indent;
    private string _itemSeparator = ", ";
    private string _keySeparator = ": ";

    public static string Dump(object? value, CallArguments arguments, Budget budget)
    {
        arguments.Accept("ensure_ascii", "indent", "separators", "sort_keys");
        JsonText json = new(budget)
        {
            _ascii = arguments.Flag(0, "ensure_ascii", missing: false),
            _sorted = arguments.Flag(3, "sort_keys", missing: false),
        };
        json.SetLayout(arguments);
        json.Append(value, 0);
        return budget.Count(json._text.ToString());
    }

    private void SetLayout(CallArguments arguments)
    {
        if (arguments.TryGet(1, "indent", out object? indent) && indent is not null)
        {
            _indent = indent as string ?? new string(' ', (int)Math.Clamp(arguments.Integer(1, "indent", 0), 0, 64));
            _itemSeparator = ",";
        }

        if (arguments.TryGet(2, "separators", out object? separators) && separators is not null)
        {
            (_itemSeparator, _keySeparator) = separators is IReadOnlyList<object?> and [string item, string key]
                ? (item, key)
                : throw new TemplateFault("`separators` of `tojson` must be two texts.");
        }
    }

    private void Append(object? value, int depth)
    {
        budget.CheckStack();
        Budget.CheckLength(_text.Length);
        switch (value)
        {
            case string text:
                AppendText(text);
                break;
            case IReadOnlyList<object?> list:
                AppendAll('[', ']', list, depth, item => Append(item, depth + 1));
                break;
            case Mapping mapping:
                var entries = _sorted ? mapping.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                    : mapping.AsEnumerable();
                AppendAll('{', '}', [.. entries], depth, entry =>
                {
                    AppendText(entry.Key);
                    _text.Append(_keySeparator);
                    Append(entry.Value, depth + 1);
                });
                break;
            default:
                _text.Append(Simple(value));
                break;
        }
    }

    private void AppendAll<T>(char open, char close, IReadOnlyList<T> items, int depth, Action<T> append)
    {
        _text.Append(open);
        for (int i = 0; i < items.Count; i++)
        {
            _text.Append(i == 0 ? "" : _itemSeparator);
            NewLine(depth + 1);
            append(items[i]);
        }

        if (items.Count > 0)
        {
            NewLine(depth);
        }

        _text.Append(close);
    }

    private void NewLine(int depth)
    {
        if (_indent is not null)
        {
            _text.Append('\n').Insert(_text.Length, _indent, depth);
        }
    }

    private static string Simple(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => PythonText.Float(number),
        Undefined undefined => throw undefined.Fault(),
        _ => throw new TemplateFault($"`tojson` cannot be applied to {Values.KindOf(value)}."),
    };

    private void AppendText(string text)
    {
        _text.Append('"');
        foreach (char c in text)
        {
            _text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                < ' ' => $"\\u{(int)c:x4}",
                > '\x7e' when _ascii => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        _text.Append('"');
    }
}
