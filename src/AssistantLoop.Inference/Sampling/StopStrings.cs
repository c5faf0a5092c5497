namespace AssistantLoop.Inference.Sampling;

/// <summary>Watches a streamed answer for stop strings, which may span tokens: text that could be the beginning of one
/// is held back until it is certain. Not thread-safe.</summary>
internal sealed class StopStrings(IReadOnlyList<string> stops)
{
    private string _held = "";

    /// <summary>True once a stop string was seen; what follows it is dropped.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Takes the next piece and returns the text that is certain.</summary>
    public string Append(string piece)
    {
        if (Stopped)
        {
            return "";
        }

        string text = _held + piece;
        int end = FirstStop(text);
        if (end >= 0)
        {
            Stopped = true;
            _held = "";
            return text[..end];
        }

        int certain = text.Length - Undecided(text);
        _held = text[certain..];
        return text[..certain];
    }

    /// <summary>The text held back, when the answer ended in another way.</summary>
    public string Flush()
    {
        string rest = _held;
        _held = "";
        return rest;
    }

    private int FirstStop(string text)
    {
        int first = -1;
        foreach (string stop in stops)
        {
            int at = text.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0 && (first < 0 || at < first))
            {
                first = at;
            }
        }

        return first;
    }

    // The longest end of the text that begins a stop string.
    private int Undecided(string text)
    {
        int longest = 0;
        foreach (string stop in stops)
        {
            for (int length = Math.Min(stop.Length - 1, text.Length); length > longest; length--)
            {
                if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
                {
                    longest = length;
                }
            }
        }

        return longest;
    }
}
