namespace AssistantLoop.Inference.Scheduling;

/// <summary>
/// Guesses what comes next in an answer that quotes: where its last tokens stood before, in prompt or answer, it goes on
/// as it did there (prompt lookup decoding; Saxena, 2023). Where guesses fail it waits ever longer before the next.
/// </summary>
/// <param name="prompt">The prompt's tokens.</param>
/// <param name="length">Tokens of a guess.</param>
internal sealed class PromptLookup(IReadOnlyList<int> prompt, int length)
{
    // Two tokens in a row are often chance; three seldom are.
    private const int Match = 3;
    private const int LongestPause = 64;

    private readonly List<int> _tokens = [.. prompt];
    private int _pause;
    private int _nextPause = 1;

    /// <summary>Remembers a token of the answer.</summary>
    public void Add(int id) => _tokens.Add(id);

    /// <summary>The next tokens as they followed the last time, or null where there is no such place or guesses failed of
    /// late.</summary>
    public int[]? Guess()
    {
        if (_pause > 0)
        {
            _pause--;
            return null;
        }

        ReadOnlySpan<int> tokens = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_tokens);
        if (tokens.Length < Match + length)
        {
            return null;
        }

        ReadOnlySpan<int> wanted = tokens[^Match..];
        int at = tokens[..^length].LastIndexOf(wanted);
        return at < 0 ? null : tokens.Slice(at + Match, length).ToArray();
    }

    /// <summary>Says how many tokens of the last guess came true.</summary>
    public void Tell(int right)
    {
        // A guess is read in one step, which takes a little longer than a step of one token.
        bool paid = right >= 2;
        (_pause, _nextPause) = paid ? (0, 1) : (_nextPause, Math.Min(2 * _nextPause, LongestPause));
    }
}
