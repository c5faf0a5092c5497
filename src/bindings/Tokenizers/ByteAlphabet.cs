namespace Microsoft.ML.Tokenizers;

/// <summary>
/// GPT-2's alphabet of bytes: visible Latin-1 characters stand for themselves, the other 68 bytes for U+0100 onwards.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly Dictionary<char, byte> s_bytes = [];

    static ByteAlphabet()
    {
        char next = '\u0100';
        for (int value = 0; value < 256; value++)
        {
            bool visible = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            Characters[value] = visible ? (char)value : next++;
            s_bytes[Characters[value]] = (byte)value;
        }
    }

    public static char[] Characters { get; } = new char[256];

    public static bool TryGetByte(char character, out byte value) => s_bytes.TryGetValue(character, out value);
}
