using AssistantLoop.Chat.Files;

namespace AssistantLoop.Chat.Styles;

/// <summary>What may be otherwise by language and channel.</summary>
internal class StyleFormFile
{
    private const int MaxText = 300;
    private const int MostForbidden = 100;

    public string? Instruction { get; init; }
    public string? Tone { get; init; }
    public LengthFile? Length { get; init; }
    public string? Format { get; init; }
    public bool? ExclamationMarks { get; init; }
    public bool? Contractions { get; init; }
    public string? Greeting { get; init; }
    public string? SignOff { get; init; }
    public List<string>? Forbidden { get; init; }

    public StyleForm Form(string source)
    {
        string? Short(string? text, string key)
        {
            string? line = text?.ReplaceLineEndings(" ").Trim();
            return line is { Length: > MaxText } ? throw new ContentFileException(source, $"'{key}' has {line.Length} characters; {MaxText} is the most")
                : string.IsNullOrEmpty(line) ? null
                : line;
        }

        int? Count(int? given, string key) => given is null or (>= 1 and <= 1000)
            ? given
            : throw new ContentFileException(source, $"'length: {key}' must be from 1 to 1000; given: {given}");

        if (Forbidden is { Count: > MostForbidden } || Forbidden?.Any(string.IsNullOrWhiteSpace) == true)
        {
            throw new ContentFileException(source, $"'forbidden' may hold {MostForbidden} words, none of them empty");
        }

        return new()
        {
            Instruction = Short(Instruction, "instruction"),
            Tone = Short(Tone, "tone"),
            MaxSentences = Count(Length?.MaxSentences, "max_sentences"),
            MaxWords = Count(Length?.MaxWords, "max_words"),
            Format = Short(Format, "format"),
            ExclamationMarks = ExclamationMarks,
            Contractions = Contractions,
            Greeting = Short(Greeting, "greeting"),
            SignOff = Short(SignOff, "sign_off"),
            Forbidden = [.. (Forbidden ?? []).Select(ForbiddenWord.Parse)],
        };
    }

    internal sealed class LengthFile
    {
        public int? MaxSentences { get; init; }
        public int? MaxWords { get; init; }
    }
}
