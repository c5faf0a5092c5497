using System.Text.RegularExpressions;
using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Training.Tuning;

/// <summary>
/// What nearly all samples of a business have alike: the first line of the system message, and the words that answers begin and end
/// with. General samples in this frame are what visitors of the business ask; in frames of their own they guard only what nobody asks.
/// </summary>
/// <param name="Header">The first line of the system message.</param>
/// <param name="Start">What answers begin with, without the blank after it; may be empty.</param>
/// <param name="End">What answers end with, without the blank before it; may be empty.</param>
internal sealed partial record HouseFrame(string Header, string Start, string End)
{
    // Of the samples; answers by a schema and actions have no frame.
    private const double NearlyAll = 0.8;

    /// <summary>The frame of some samples; null where they have no system message alike.</summary>
    public static HouseFrame? Of(IReadOnlyList<ChatSample> samples)
    {
        string? header = Common([.. samples.Select(sample => sample.Messages[0])
            .Select(first => first.Role == SampleMessage.System ? first.Content.Split('\n')[0] : "")]);
        if (header is not { Length: > 0 })
        {
            return null;
        }

        string[][] answers = [.. samples.Select(sample => sample.Messages[^1].Content)
            .Where(answer => !answer.StartsWith('{')).Select(answer => answer.Split(' '))];
        string[] start = [.. Run(answers)];
        string[] end = [.. Run([.. answers.Select(words => words.Skip(start.Length).Reverse().ToArray())]).Reverse()];
        return new(header, string.Join(' ', start), string.Join(' ', end));
    }

    /// <summary>Whether the header says who answers and for whom, as a general sample's does, so that both names can be put in.</summary>
    public bool Named => Introduction().IsMatch(Header);

    /// <summary>A general sample as this business's: its header and names, and its answers' beginning and end. JSON stays as it is.</summary>
    public ChatSample Dress(ChatSample sample)
    {
        SampleMessage system = sample.Messages[0];
        int line = system.Content.IndexOf('\n', StringComparison.Ordinal);
        Match own = Introduction().Match(Header), drawn = Introduction().Match(system.Content);
        string Renamed(string text) => own.Success && drawn.Success
            ? text.Replace(drawn.Groups["business"].Value, own.Groups["business"].Value, StringComparison.Ordinal)
                .Replace(drawn.Groups["assistant"].Value, own.Groups["assistant"].Value, StringComparison.Ordinal)
            : text;
        return new(
        [
            system with { Content = Header + (line < 0 ? "" : system.Content[line..]) },
            .. sample.Messages.Skip(1).Select(message => message with { Content = Renamed(message.Content) }).Select(message =>
                message.Role == SampleMessage.Assistant && !message.Content.StartsWith('{')
                    ? message with { Content = string.Join(' ', ((string[])[Start, message.Content, End]).Where(part => part.Length > 0)) }
                    : message),
        ]);
    }

    // The first sentence of prompts/answer.yaml, which the corpus's prompts share.
    [GeneratedRegex(@"^You are (?<assistant>[^,\n]+), the assistant of (?<business>[^\n]+?)\.(?: |$)")]
    private static partial Regex Introduction();

    // The longest beginning that nearly all have, and that leaves each of them something of its own.
    private static IEnumerable<string> Run(string[][] texts)
    {
        List<string[]> alike = [.. texts];
        for (int at = 0; ; at++)
        {
            if (Common([.. alike.Where(words => words.Length > at + 1).Select(words => words[at])]) is not { } word)
            {
                yield break;
            }

            alike = [.. alike.Where(words => words.Length > at + 1 && words[at] == word)];
            if (alike.Count < NearlyAll * texts.Length)
            {
                yield break;
            }

            yield return word;
        }
    }

    private static string? Common(string[] texts) =>
        texts.GroupBy(text => text, StringComparer.Ordinal).MaxBy(group => group.Count()) is { } most && most.Count() >= NearlyAll * texts.Length
            ? most.Key
            : null;
}
