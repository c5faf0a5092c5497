using System.Text.RegularExpressions;

namespace AssistantLoop.Learning.DataSets.Redaction;

/// <summary>Postal addresses as people write them in a few languages: a street with its number, a postcode with its town.</summary>
internal static partial class Addresses
{
    public static IEnumerable<Regex> Patterns { get; } = [Street(), Postcode()];

    // Number before the name (English, French), name before the number (German, Dutch, Spanish, Italian, Portuguese); then,
    // where it follows, the postcode and the town. A postcode of digits alone is one only there: shops have many numbers.
    [GeneratedRegex("""
        (?<![\p{L}\d.,])
        (?: \d{1,5}[A-Za-z]?,?\s (?:\p{Lu}[\p{L}'’.-]+\s){1,3}
            (?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Close|Court|Way|Place|Square|Terrace|Crescent|Boulevard|Blvd|Grove)\b\.?
          | \d{1,4}(?:\s?(?:bis|ter))?,?\s (?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Cc]hemin|[Aa]llée|[Ii]mpasse|[Qq]uai)\s
            (?:(?:de\sla|de\sl['’]|de|du|des|d['’]|l['’])\s?)?\p{Lu}[\p{L}'’-]+(?:[\s-]\p{Lu}[\p{L}'’-]+){0,2}
          | (?:\p{Lu}[\p{L}-]*(?:straße|strasse|str\.|gasse|allee|platz|weg|straat|laan|plein|gracht|kade)
              | (?:Am|An\sder|Im|Auf\sder)\s\p{Lu}[\p{L}-]+(?:\s\p{Lu}[\p{L}-]+)?(?:weg|platz|straße|allee|gasse))\s\d{1,4}\s?[a-zA-Z]?(?![\p{L}\d%€.,:]\d?[\p{L}\d])
          | (?:[Cc]alle|[Aa]venida|Avda\.?|[Pp]laza|[Pp]aseo|Via|[Vv]iale|[Pp]iazza|[Cc]orso|[Rr]ua|[Tt]ravessa)\s
            (?:(?:de\slas?|de\slos|del|de|della|dei|di|da|do|dos)\s)?\p{Lu}[\p{L}'’-]+(?:\s(?:de\s|di\s|da\s)?\p{Lu}[\p{L}'’-]+){0,2},?\s(?:n\.?[º°]?\s?)?\d{1,4}\b(?!\s?(?:€|%|:|[Ee]uro|hours|ore|horas)))
        (?:,?\s (?:[\p{L}\s]{3,20},\s)? (?:[A-Z]{1,2}-)?(?:\d{4}\s?[A-Z]{2}|\d{4}-\d{3}|\d{4,5}|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})\b (?:\s\p{Lu}[\p{L}-]+)?)?
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Street();

    // A British or Dutch postcode is one by its form; one of digits alone where a word for it or for living stands before it.
    [GeneratedRegex("""
        (?<![\p{L}\d-])
        (?: (?:\p{Lu}\p{Ll}+,?\s)?(?:GIR\s0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2})(?![\p{L}\d])
          | [1-9]\d{3}\s[A-Z]{2}\s\p{Lu}\p{Ll}{2,}
          | (?<=\b(?:PLZ|[Pp]ostcode|[Zz]ip(?:\scode)?|[Cc]ode\spostal|CAP|[Cc]ódigo\spostal|[Ll]ive\sin|[Ww]ohne\sin|[Hh]abite\sà|[Vv]ivo\sen|[Aa]bito\sa):?\s)
            (?:[A-Z]{1,2}-)?\d{5}(?:-\d{4})?\b(?:\s\p{Lu}[\p{L}-]+)?)
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Postcode();
}
