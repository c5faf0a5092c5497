using System.Text.RegularExpressions;

namespace AssistantLoop.Learning.DataSets.Redaction;

/// <summary>Replaces personal data that has a form of its own: e-mail, IBAN, card, phone, address.</summary>
public static partial class PersonalData
{
    /// <summary>The text with each piece replaced by its kind in brackets.</summary>
    /// <param name="text">What a visitor or an agent wrote.</param>
    /// <param name="isOwn">Whether a piece is the business's own, which stays; its documents say it.</param>
    /// <param name="found">Takes the kind of each piece replaced.</param>
    public static string Replace(string text, Func<string, bool> isOwn, Action<string> found)
    {
        bool digits = text.AsSpan().IndexOfAnyInRange('0', '9') >= 0;
        if (text.Contains('@', StringComparison.Ordinal))
        {
            text = Replace(Email(), text, "e-mail", (_, _) => true, isOwn, found);
        }

        if (!digits)
        {
            return text;
        }

        text = ReplaceIbans(text, isOwn, found);
        text = Replace(Card(), text, "card", (number, _) => CheckDigits.IsCard(number), isOwn, found);
        text = Replace(Phone(), text, "phone", IsPhone, isOwn, found);
        foreach (Regex address in Addresses.Patterns)
        {
            text = Replace(address, text, "address", (_, _) => true, isOwn, found);
        }

        return text;
    }

    private static string Replace(
        Regex pattern, string text, string kind, Func<string, string, bool> isOne, Func<string, bool> isOwn, Action<string> found) =>
        pattern.Replace(text, match =>
        {
            if (isOwn(match.Value) || !isOne(match.Value, text[..match.Index]))
            {
                return match.Value;
            }

            found(kind);
            return $"[{kind}]";
        });

    private static string ReplaceIbans(string text, Func<string, bool> isOwn, Action<string> found)
    {
        for (Match match = IbanStart().Match(text); match.Success; match = match.NextMatch())
        {
            int length = CheckDigits.IbanAt(text, match.Index);
            if (length > 0 && !isOwn(text.Substring(match.Index, length)))
            {
                found("IBAN");
                return ReplaceIbans(string.Concat(text.AsSpan(0, match.Index), "[IBAN]", text.AsSpan(match.Index + length)), isOwn, found);
            }
        }

        return text;
    }

    /// <summary>Seven digits or more that are no date and that no word before makes the number of a thing.</summary>
    private static bool IsPhone(string number, string before) =>
        number.Count(char.IsAsciiDigit) is >= 7 and <= 15 && !Date().IsMatch(number) && !ThingBefore().IsMatch(before);

    [GeneratedRegex(@"[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+")]
    internal static partial Regex Email();

    [GeneratedRegex(@"(?<![\p{L}\d])[A-Za-z]{2}\d{2} ?[A-Za-z\d]")]
    private static partial Regex IbanStart();

    [GeneratedRegex(@"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")]
    private static partial Regex Card();

    // International, with a leading zero, with the area in brackets, or as North America writes it.
    [GeneratedRegex(@"(?<![\p{L}\d.,])(?:(?:\+|0)\d(?:[ ()/.-]{0,2}\d){5,14}|\+?\(\+?\d{2,5}\)(?:[ /.-]?\d){5,11}|\(?[2-9]\d{2}\)?[ .-][2-9]\d{2}[ .-]\d{4})(?![\d])")]
    internal static partial Regex Phone();

    [GeneratedRegex(@"^\d{1,4}[./ -]\d{1,2}[./ -]\d{2,4}$")]
    private static partial Regex Date();

    [GeneratedRegex(@"(?:order|invoice|item|article|part|model|serial|tracking|parcel|ticket|reference|ref|sku|ean|isbn|bestell\w*|rechnungs?\w*|artikel\w*|sendungs?\w*|kunden\w*|commande|facture|pedido|factura|ordine|fattura|bestelling|factuur)\W{0,2}(?:no|nr|number|nummer|num[ée]ro|n)?\W{0,3}$", RegexOptions.IgnoreCase)]
    private static partial Regex ThingBefore();
}
