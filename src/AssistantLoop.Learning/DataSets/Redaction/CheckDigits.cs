namespace AssistantLoop.Learning.DataSets.Redaction;

/// <summary>The check digits that tell a card or an account number from any other number.</summary>
public static class CheckDigits
{
    /// <summary>The length of an IBAN by country (SWIFT's IBAN registry), of the countries that a European shop meets.</summary>
    private static readonly Dictionary<string, int> s_ibanLengths = new()
    {
        ["AD"] = 24,
        ["AE"] = 23,
        ["AL"] = 28,
        ["AT"] = 20,
        ["BA"] = 20,
        ["BE"] = 16,
        ["BG"] = 22,
        ["CH"] = 21,
        ["CY"] = 28,
        ["CZ"] = 24,
        ["DE"] = 22,
        ["DK"] = 18,
        ["EE"] = 20,
        ["ES"] = 24,
        ["FI"] = 18,
        ["FR"] = 27,
        ["GB"] = 22,
        ["GI"] = 23,
        ["GR"] = 27,
        ["HR"] = 21,
        ["HU"] = 28,
        ["IE"] = 22,
        ["IL"] = 23,
        ["IS"] = 26,
        ["IT"] = 27,
        ["LI"] = 21,
        ["LT"] = 20,
        ["LU"] = 20,
        ["LV"] = 21,
        ["MC"] = 27,
        ["MT"] = 31,
        ["NL"] = 18,
        ["NO"] = 15,
        ["PL"] = 28,
        ["PT"] = 25,
        ["RO"] = 24,
        ["RS"] = 22,
        ["SE"] = 24,
        ["SI"] = 19,
        ["SK"] = 24,
        ["SM"] = 27,
        ["TR"] = 26,
        ["UA"] = 29,
    };

    /// <summary>Luhn's check (ISO/IEC 7812-1): from the right, every second digit doubled, the sum divisible by ten.</summary>
    /// <param name="number">13 to 19 digits; anything else in it is skipped.</param>
    public static bool IsCard(string number)
    {
        int sum = 0;
        int place = 0;
        foreach (char digit in number.Where(char.IsAsciiDigit).Reverse())
        {
            int value = (digit - '0') * (place++ % 2 + 1);
            sum += value > 9 ? value - 9 : value;
        }

        return place is >= 13 and <= 19 && sum % 10 == 0;
    }

    /// <summary>
    /// How many characters of a text, from a place on, are an IBAN (ISO 13616): the first four moved to the end, letters as
    /// 10 to 35, the number leaves 1 divided by 97. Single spaces between its characters are allowed.
    /// </summary>
    /// <returns>0 where there is none.</returns>
    public static int IbanAt(string text, int start)
    {
        if (start + 2 > text.Length
            || !s_ibanLengths.TryGetValue(text.Substring(start, 2).ToUpperInvariant(), out int length))
        {
            return 0;
        }

        Span<char> iban = stackalloc char[length];
        int read = 0, at = start;
        for (; at < text.Length && read < length; at++)
        {
            if (char.IsAsciiLetterOrDigit(text[at]))
            {
                iban[read++] = char.ToUpperInvariant(text[at]);
            }
            else if (text[at] != ' ' || text[at - 1] == ' ')
            {
                return 0;
            }
        }

        return read == length && (at == text.Length || !char.IsLetterOrDigit(text[at])) && LeavesOne(iban) ? at - start : 0;
    }

    private static bool LeavesOne(ReadOnlySpan<char> iban)
    {
        int rest = 0;
        for (int at = 0; at < iban.Length; at++)
        {
            char unit = iban[(at + 4) % iban.Length];
            rest = char.IsAsciiDigit(unit) ? ((rest * 10) + unit - '0') % 97 : ((rest * 100) + unit - 'A' + 10) % 97;
        }

        return rest == 1;
    }
}
