using System.Globalization;
using System.Text;

namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>C's strftime in English, as far as templates use it.</summary>
internal static class TimeText
{
    public static string Format(DateTimeOffset now, string format)
    {
        StringBuilder text = new();
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }

            bool bare = i + 1 < format.Length && format[i + 1] == '-';
            i += bare ? 2 : 1;
            string part = i < format.Length ? Part(now, format[i])
                : throw new TemplateFault("`strftime_now` got a format that ends in %.");
            text.Append(bare && part.Length > 1 ? part.TrimStart('0').PadLeft(1, '0') : part);
        }

        return text.ToString();
    }

    private static string Part(DateTimeOffset now, char code) => code switch
    {
        'Y' => Text(now, "yyyy"),
        'y' => Text(now, "yy"),
        'm' => Text(now, "MM"),
        'd' => Text(now, "dd"),
        'e' => now.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
        'j' => now.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
        'H' => Text(now, "HH"),
        'I' => Text(now, "hh"),
        'M' => Text(now, "mm"),
        'S' => Text(now, "ss"),
        'f' => Text(now, "ffffff"),
        'p' => Text(now, "tt"),
        'B' => Text(now, "MMMM"),
        'b' => Text(now, "MMM"),
        'A' => Text(now, "dddd"),
        'a' => Text(now, "ddd"),
        'F' => Text(now, "yyyy-MM-dd"),
        'T' => Text(now, "HH:mm:ss"),
        'z' => Text(now, "zzz").Replace(":", "", StringComparison.Ordinal),
        '%' => "%",
        _ => throw new TemplateFault($"`strftime_now` does not support %{code}."),
    };

    private static string Text(DateTimeOffset now, string format) => now.ToString(format, CultureInfo.InvariantCulture);
}
