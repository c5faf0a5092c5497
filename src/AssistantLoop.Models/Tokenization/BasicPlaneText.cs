using System.Globalization;
using System.Text;

namespace AssistantLoop.Models.Tokenization;

/// <summary>
/// .NET's regular expressions see a character above U+FFFF as two surrogates, which are neither letters nor numbers.
/// Here each such character is replaced by one character of the basic plane with the same general category, and
/// <see cref="OffsetOf"/> leads back.
/// </summary>
internal sealed class BasicPlaneText
{
    private readonly char[] _characters;
    private readonly int[] _offsets;

    public BasicPlaneText(ReadOnlySpan<char> text)
    {
        _characters = new char[text.Length];
        _offsets = new int[text.Length + 1];
        int offset = 0;
        int length = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            _characters[length] = rune.IsBmp ? (char)rune.Value : StandIn(Rune.GetUnicodeCategory(rune));
            _offsets[length++] = offset;
            offset += rune.Utf16SequenceLength;
        }

        _offsets[length] = offset;
        Length = length;
    }

    public int Length { get; }

    public ReadOnlySpan<char> Characters => _characters.AsSpan(0, Length);

    /// <summary>Where in the text the character at this index begins.</summary>
    public int OffsetOf(int index) => _offsets[index];

    private static char StandIn(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => '\u0100',
        UnicodeCategory.LowercaseLetter => '\u0101',
        UnicodeCategory.TitlecaseLetter => '\u01C5',
        UnicodeCategory.ModifierLetter => '\u02B0',
        UnicodeCategory.OtherLetter => '\u01BB',
        UnicodeCategory.NonSpacingMark => '\u0300',
        UnicodeCategory.SpacingCombiningMark => '\u0903',
        UnicodeCategory.EnclosingMark => '\u0488',
        UnicodeCategory.DecimalDigitNumber => '\u0660',
        UnicodeCategory.LetterNumber => '\u16EE',
        UnicodeCategory.OtherNumber => '\u00B2',
        UnicodeCategory.Format => '\u00AD',
        UnicodeCategory.PrivateUse => '\uE000',
        UnicodeCategory.ConnectorPunctuation => '\u203F',
        UnicodeCategory.DashPunctuation => '\u2010',
        UnicodeCategory.OpenPunctuation => '\u2045',
        UnicodeCategory.ClosePunctuation => '\u2046',
        UnicodeCategory.InitialQuotePunctuation => '\u00AB',
        UnicodeCategory.FinalQuotePunctuation => '\u00BB',
        UnicodeCategory.OtherPunctuation => '\u00A1',
        UnicodeCategory.MathSymbol => '\u00B1',
        UnicodeCategory.CurrencySymbol => '\u00A2',
        UnicodeCategory.ModifierSymbol => '\u00A8',
        UnicodeCategory.OtherSymbol => '\u00A9',
        _ => '\u0378', // unassigned
    };
}
