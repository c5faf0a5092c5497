using System.Text;
using System.Text.RegularExpressions;

namespace AssistantLoop.Chat.Limits;

/// <summary>Holds a streaming text back until a sentence of it is whole. Not thread-safe: one an answer.</summary>
internal sealed partial class SentenceGate
{
    /// <summary>A sentence longer than this is passed on in parts.</summary>
    private const int Longest = 1000;

    private readonly StringBuilder _pending = new();

    /// <summary>The sentences that are whole now, with the blanks after them.</summary>
    public IEnumerable<string> Add(string piece)
    {
        _pending.Append(piece);
        string text = _pending.ToString();
        int from = 0;
        foreach (Match end in End().Matches(text))
        {
            int to = end.Index + end.Length;
            // What is at the very end may go on: "4." in "4.90", a mark after a full stop.
            if (to < text.Length)
            {
                yield return text[from..to];
                from = to;
            }
        }

        if (text.Length - from > Longest)
        {
            yield return text[from..];
            from = text.Length;
        }

        _pending.Remove(0, from);
    }

    /// <summary>What is left; empty for nothing.</summary>
    public string Rest()
    {
        string rest = _pending.ToString();
        _pending.Clear();
        return rest;
    }

    [GeneratedRegex(@"[.!?。！？](?:\s*\[[0-9]{1,3}\])*[""”’)]*\s+(?!\[[0-9])|\n+")]
    private static partial Regex End();
}
