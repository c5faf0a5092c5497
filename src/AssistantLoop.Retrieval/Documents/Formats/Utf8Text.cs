using System.Text;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>Text files are UTF-8, or UTF-16 where a byte order mark says so; anything else is refused, not guessed at.</summary>
internal static class Utf8Text
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text without its byte order mark.</summary>
    /// <exception cref="DocumentRefusedException">It is not UTF-8.</exception>
    public static string Of(ReadOnlyMemory<byte> content)
    {
        try
        {
            return content.Span switch
            {
                [0xef, 0xbb, 0xbf, .. var rest] => s_utf8.GetString(rest),
                [0xff, 0xfe, .. var rest] => new UnicodeEncoding(false, false, throwOnInvalidBytes: true).GetString(rest),
                [0xfe, 0xff, .. var rest] => new UnicodeEncoding(true, false, throwOnInvalidBytes: true).GetString(rest),
                var all => s_utf8.GetString(all),
            };
        }
        catch (DecoderFallbackException error)
        {
            throw new DocumentRefusedException("is not UTF-8 text", error);
        }
    }
}
