using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace AssistantLoop.Evaluation.Reports.Html;

/// <summary>
/// HTML that is safe by its making: what stands in an interpolated string is markup, and every hole in it is escaped,
/// apart from other <see cref="HtmlText"/>.
/// </summary>
public sealed class HtmlText
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds markup; holes are escaped, numbers written the same in every culture.</summary>
    public HtmlText Add([InterpolatedStringHandlerArgument("")] ref Markup markup)
    {
        _ = markup;
        return this;
    }

    public override string ToString() => _text.ToString();

    /// <summary>Writes straight into the text that it was made for.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Markup
    {
        private readonly StringBuilder _text;

        public Markup(int literalLength, int formattedCount, HtmlText html)
        {
            _text = html._text;
            _text.EnsureCapacity(_text.Length + literalLength + (formattedCount * 8));
        }

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(HtmlText? inner) => _text.Append(inner?._text);

        public void AppendFormatted(string? text) => _text.Append(WebUtility.HtmlEncode(text));

        public void AppendFormatted<T>(T value, string? format = null)
            where T : IFormattable => AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));
    }
}
