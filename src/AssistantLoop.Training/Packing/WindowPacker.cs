using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Training.Losses;

namespace AssistantLoop.Training.Packing;

/// <summary>
/// Lays a stream of texts out in rows without padding. Texts over half a window go to rows of a whole window, the rest
/// to rows of half a one, as attention costs by the square of a row. Each row begins with the text that has waited
/// longest, then takes the longest ones that still fit; the room then left takes the beginning of another text, which
/// is laid out whole later. So every text begins within its row: no answer is learnt apart from its prompt. A text over
/// the window's length is cut at its end.
/// </summary>
public sealed class WindowPacker(
    Func<long, IEnumerable<EncodedChat>> samplesFrom, int window, double promptWeight, PackerState start) : IDisposable
{
    private const int Lookahead = 256;

    private readonly IEnumerator<EncodedChat> _source = samplesFrom(start.Drawn).GetEnumerator();
    private readonly List<EncodedChat> _waiting = [.. start.Waiting];
    private long _drawn = start.Drawn;

    /// <summary>Where to go on after the rows given so far.</summary>
    public PackerState State => new(_drawn, [.. _waiting]);

    /// <summary>
    /// The next <paramref name="tokens"/> tokens (a multiple of the window), or null where the source has run out.
    /// </summary>
    public TokenBatch? Next(int tokens)
    {
        Draw();
        int length = RowLength(tokens);
        long[] ids = new long[tokens];
        float[] weights = new float[tokens];
        List<int> lengths = [];
        for (int at = 0; at < tokens; at += length)
        {
            if (!Fill(ids.AsSpan(at, length), weights.AsSpan(at, length), lengths)) return null;
        }

        return new TokenBatch(ids, weights, lengths);
    }

    public void Dispose() => _source.Dispose();

    private void Draw()
    {
        for (; _waiting.Count < Lookahead && _source.MoveNext(); _drawn++) _waiting.Add(_source.Current);
    }

    // Whole rows where long texts can fill them; where short ones could too, it is the turn of whoever waited longest.
    private int RowLength(int tokens)
    {
        long longs = _waiting.Where(IsLong).Sum(chat => (long)Math.Min(chat.Ids.Length, window));
        long shorts = _waiting.Where(chat => !IsLong(chat)).Sum(chat => (long)chat.Ids.Length);
        bool whole = longs >= tokens ? shorts < tokens || IsLong(_waiting[0]) : shorts < tokens && longs > 0;
        return whole ? window : window / 2;
    }

    private bool IsLong(EncodedChat chat) => chat.Ids.Length > window / 2;

    private bool Fill(Span<long> ids, Span<float> weights, List<int> lengths)
    {
        bool whole = ids.Length == window;
        for (int at = 0; at < ids.Length;)
        {
            Draw();
            if (_waiting.Count == 0) return false;
            int room = ids.Length - at;
            EncodedChat? fitting = at == 0
                ? _waiting.Find(chat => IsLong(chat) == whole) ?? LongestWithin(room)
                : LongestWithin(room);
            EncodedChat chat = fitting ?? _waiting[0];
            if (fitting is not null || at == 0) _waiting.Remove(chat);
            int length = Math.Min(room, chat.Ids.Length);
            for (int i = 0; i < length; i++)
            {
                ids[at + i] = chat.Ids[i];
                weights[at + i] = i == 0 ? 0 : chat.Trainable[i] ? 1 : (float)promptWeight;
            }

            lengths.Add(length);
            at += length;
        }

        return true;
    }

    private EncodedChat? LongestWithin(int room)
    {
        EncodedChat? best = null;
        foreach (EncodedChat chat in _waiting)
            if (chat.Ids.Length <= room && chat.Ids.Length > (best?.Ids.Length ?? 0)) best = chat;
        return best;
    }
}
