using System.Text;

namespace AssistantLoop.Models.Tokenization;

/// <summary>
/// How byte-level vocabularies write bytes: visible Latin-1 characters stand for themselves, the other 68 bytes for
/// U+0100 onwards, so that a space is "Ġ" (GPT-2's encoder.py, bytes_to_unicode).
/// </summary>
internal static class ByteLevelAlphabet
{
    private static readonly char[] s_characters = new char[256];
    private static readonly Dictionary<char, byte> s_bytes = [];

    static ByteLevelAlphabet()
    {
        char next = '\u0100';
        for (int value = 0; value < 256; value++)
        {
            bool visible = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            s_characters[value] = visible ? (char)value : next++;
            s_bytes[s_characters[value]] = (byte)value;
        }
    }

    public static char CharacterOf(byte value) => s_characters[value];

    /// <summary>The bytes of a token of the vocabulary; its UTF-8 where it has a character of no byte.</summary>
    public static byte[] BytesOf(string token)
    {
        byte[] bytes = new byte[token.Length];
        for (int i = 0; i < token.Length; i++)
        {
            if (!s_bytes.TryGetValue(token[i], out bytes[i]))
            {
                return Encoding.UTF8.GetBytes(token);
            }
        }

        return bytes;
    }
}
