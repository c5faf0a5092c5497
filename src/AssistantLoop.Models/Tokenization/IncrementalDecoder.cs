using System.Text;

namespace AssistantLoop.Models.Tokenization;

/// <summary>
/// Turns tokens into text as they come. A character whose bytes are spread over several tokens is given out when its
/// last byte is there; special tokens give nothing. For one answer, one thread.
/// </summary>
public sealed class IncrementalDecoder
{
    private readonly HuggingFaceTokenizer _tokenizer;
    private readonly Decoder _utf8 = Encoding.UTF8.GetDecoder();

    internal IncrementalDecoder(HuggingFaceTokenizer tokenizer) => _tokenizer = tokenizer;

    /// <summary>The text that this token completes; empty where a character is not whole yet.</summary>
    public string Append(int id) =>
        _tokenizer.IsSpecial(id) ? "" : Convert(_tokenizer.BytesOf(id).Span, flush: false);

    /// <summary>The end of the answer: U+FFFD where a character was left unfinished, else nothing.</summary>
    public string Flush() => Convert([], flush: true);

    private string Convert(ReadOnlySpan<byte> bytes, bool flush)
    {
        char[] characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        return new string(characters, 0, _utf8.GetChars(bytes, characters, flush));
    }
}
