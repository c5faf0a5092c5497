using System.Text;
using AssistantLoop.Chat.Content;

namespace AssistantLoop.Chat.Glossary;

/// <summary>
/// Puts wordings in place of others while an answer streams: whole words, the case kept; not in code, addresses or marks.
/// It holds back at most the longest wording, or the word that is being written. Not thread-safe: one an answer.
/// </summary>
internal sealed class WordMender
{
    // An address that goes on for longer is passed on unread.
    private const int LongestAddress = 2048;

    private readonly (string Avoided, string Wording, string Subject)[] _wordings;
    private readonly Action<Violation> _found;
    private readonly int _longest;
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _said = new();
    private string _pending = "";
    private char _before = ' ';
    private char _twoBefore = ' ';
    private bool _inCode;

    /// <param name="wordings">What to find, what to say in its place, and whose wording it is.</param>
    /// <param name="found">Is told of each that was replaced.</param>
    public WordMender(IEnumerable<(string Avoided, string Wording, string Subject)> wordings, Action<Violation> found)
    {
        _wordings = [.. wordings.OrderByDescending(wording => wording.Avoided.Length)];
        _found = found;
        _longest = _wordings.Length == 0 ? 0 : _wordings[0].Avoided.Length;
    }

    /// <summary>Takes the next piece and gives what is safe to say.</summary>
    public string Add(string piece)
    {
        if (_wordings.Length == 0)
        {
            return piece;
        }

        _pending += piece;
        return Mend(last: false);
    }

    /// <summary>What is left.</summary>
    public string End() => _wordings.Length == 0 ? "" : Mend(last: true);

    private string Mend(bool last)
    {
        _out.Clear();
        // Two characters beyond the longest wording say whether its last word ends there.
        int safe = last ? _pending.Length : _pending.Length - _longest - 2;
        int at = 0;
        while (at < safe)
        {
            int end = WordStarts() ? RunEnd(at) : at;
            if (end == _pending.Length && !last && end - at < LongestAddress)
            {
                // Whether it is an address is known at its end.
                break;
            }

            if (AddressIn(_pending.AsSpan(at, end - at)) is { } address)
            {
                // "coupon](https://x.example/coupon)": the text before it is text.
                for (int start = at + address; at < start;)
                {
                    at += Step(at);
                }

                Pass(_pending[at..end]);
                at = end;
            }
            else
            {
                at += Step(at);
            }
        }

        _pending = _pending[at..];
        return _out.ToString();
    }

    // Says what stands here, or what is said in its place, and gives how much of the text that was.
    private int Step(int at)
    {
        if (!_inCode && Replaced(at) is { } length)
        {
            return length;
        }

        _inCode ^= _pending[at] == '`';
        Pass(_pending[at..(at + 1)]);
        return 1;
    }

    private int? Replaced(int at)
    {
        string text = _twoBefore.ToString() + _before + _pending[at..Math.Min(_pending.Length, at + _longest + 2)];
        if (!Phrases.Opens(text, 2))
        {
            return null;
        }

        foreach ((string avoided, string wording, string subject) in _wordings)
        {
            if (string.Compare(text, 2, avoided, 0, avoided.Length, StringComparison.OrdinalIgnoreCase) == 0
                && text.Length >= 2 + avoided.Length
                && Phrases.Closes(text, 2 + avoided.Length)
                && !IsPartOf(avoided, wording, at))
            {
                string said = text.Substring(2, avoided.Length);
                _found(new("glossary", subject, $"“{said}” was said; it is “{wording}” here.", Mended: true));
                Pass(LikeCase(said, wording));
                return avoided.Length;
            }
        }

        return null;
    }

    // "card" is to be "gift card": where "gift card" stands already, nothing is wrong.
    private bool IsPartOf(string avoided, string wording, int at)
    {
        int inside = Phrases.Find(wording, avoided, 0);
        if (inside < 0)
        {
            return false;
        }

        string before = _said.ToString();
        string whole = before + _pending[at..];
        int start = before.Length - inside;
        return start >= 0 && string.Compare(whole, start, wording, 0, wording.Length, StringComparison.OrdinalIgnoreCase) == 0;
    }

    private void Pass(string text)
    {
        _out.Append(text);
        _said.Append(text);
        if (_said.Length > 1024)
        {
            _said.Remove(0, _said.Length - 256);
        }

        foreach (char character in text.AsSpan(Math.Max(0, text.Length - 2)))
        {
            (_twoBefore, _before) = (_before, character);
        }
    }

    private bool WordStarts() => char.IsWhiteSpace(_before) || _before is '(' or '<' or '"';

    private int RunEnd(int at)
    {
        int end = at;
        while (end < _pending.Length && !char.IsWhiteSpace(_pending[end]))
        {
            end++;
        }

        return end;
    }

    // Where in a run without blanks a web address, a link's target or a mail address begins; null for nowhere.
    private static int? AddressIn(ReadOnlySpan<char> run)
    {
        int target = run.IndexOf("](", StringComparison.Ordinal);
        int web = run.IndexOf("://", StringComparison.Ordinal);
        while (web > 0 && char.IsAsciiLetterOrDigit(run[web - 1]))
        {
            web--;
        }

        return target >= 0 ? target
            : web >= 0 ? web
            : run.StartsWith("www.", StringComparison.OrdinalIgnoreCase) || run.Contains('@') ? 0
            : null;
    }

    private static string LikeCase(string said, string wording)
    {
        bool capitals = said.Count(char.IsLetter) > 1 && !said.Any(char.IsLower);
        return capitals ? wording.ToUpperInvariant()
            : char.IsUpper(said[0]) ? char.ToUpperInvariant(wording[0]) + wording[1..]
            : wording;
    }
}
