namespace AssistantLoop.Models.Interchange;

/// <summary>
/// One line of samples of any shape, told apart by its fields: what a reader needs that goes on after a bad line.
/// </summary>
/// <param name="Chat">A conversation: the line has <c>messages</c>.</param>
/// <param name="Pair">A preference pair: the line has <c>input</c>, or <c>chosen</c> or <c>rejected</c>.</param>
/// <param name="Unpaired">A rated answer: the line has <c>completion</c>.</param>
public sealed record SampleLine(ChatSample? Chat, PreferencePair? Pair, UnpairedSample? Unpaired)
{
    /// <summary>Reads a line.</summary>
    /// <exception cref="ModelFormatException">
    /// It is none of the shapes; <see cref="ModelFormatException.Problem"/> says why, without the line's number.
    /// </exception>
    public static SampleLine Parse(string line) => JsonLines.ParseLine("", null, line, json =>
        json.Has("messages") ? new SampleLine(ChatSampleFile.Parse(json), null, null)
        : json.Has("input") || json.Has("chosen") || json.Has("rejected")
            ? new SampleLine(null, PreferenceFile.Parse(json), null)
        : json.Has("completion") ? new SampleLine(null, null, UnpairedFile.Parse(json))
        : throw json.Fault("a line needs `messages`, `input`, `chosen` and `rejected`, or `completion`."));
}
