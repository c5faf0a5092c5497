using System.Globalization;
using AssistantLoop.Chat.Business;

namespace AssistantLoop.Chat.Styles;

/// <summary>What a style says of a turn; what is null or empty asks nothing.</summary>
public sealed record StyleForm
{
    public string? Instruction { get; init; }

    public string? Tone { get; init; }

    public int? MaxSentences { get; init; }

    public int? MaxWords { get; init; }

    public string? Format { get; init; }

    /// <summary>False: answers have no exclamation mark.</summary>
    public bool? ExclamationMarks { get; init; }

    /// <summary>False: answers have no English contraction, such as "don't".</summary>
    public bool? Contractions { get; init; }

    /// <summary>How the first answer of a conversation begins; {assistant} and {business} are filled in.</summary>
    public string? Greeting { get; init; }

    /// <summary>How answers end.</summary>
    public string? SignOff { get; init; }

    public IReadOnlyList<ForbiddenWord> Forbidden { get; init; } = [];

    /// <summary>This form with what another says in its place; forbidden words add up.</summary>
    public StyleForm With(StyleForm other) => new()
    {
        Instruction = other.Instruction ?? Instruction,
        Tone = other.Tone ?? Tone,
        MaxSentences = other.MaxSentences ?? MaxSentences,
        MaxWords = other.MaxWords ?? MaxWords,
        Format = other.Format ?? Format,
        ExclamationMarks = other.ExclamationMarks ?? ExclamationMarks,
        Contractions = other.Contractions ?? Contractions,
        Greeting = other.Greeting ?? Greeting,
        SignOff = other.SignOff ?? SignOff,
        Forbidden = [.. Forbidden, .. other.Forbidden],
    };

    /// <summary>The words of the prompt, in the phrases that the model was trained on.</summary>
    /// <param name="profile">The business.</param>
    /// <param name="firstTurn">Whether it is the conversation's first question.</param>
    public string Text(BusinessProfile profile, bool firstTurn)
    {
        List<string> parts = [Instruction!];
        void Add(bool given, string text)
        {
            if (given)
            {
                parts.Add(text);
            }
        }

        Add(Tone is not null, $"Tone: {Tone?.TrimEnd('.')}.");
        Add(Format is not null, $"Format: {Format?.TrimEnd('.')}.");
        Add(MaxSentences is 1, "Answer in one sentence.");
        Add(MaxSentences > 1, string.Create(CultureInfo.InvariantCulture, $"Answer in at most {MaxSentences} sentences."));
        Add(MaxWords is not null, string.Create(CultureInfo.InvariantCulture, $"Use at most {MaxWords} words."));
        Add(ExclamationMarks is false, "Use no exclamation marks.");
        Add(Contractions is false, "Use no contractions.");
        Add(firstTurn && Greeting is not null, $"Start with \"{Filled(Greeting, profile)}\".");
        Add(SignOff is not null, $"End with \"{Filled(SignOff, profile)}\".");
        foreach (ForbiddenWord word in Forbidden)
        {
            parts.Add(word.Instead is null ? $"Never say \"{word.Word}\"." : $"Say \"{word.Instead}\", not \"{word.Word}\".");
        }

        return string.Join(' ', parts);
    }

    /// <summary>What is checked of an answer.</summary>
    public StyleCheck Check(BusinessProfile profile, bool firstTurn) =>
        new(firstTurn ? Filled(Greeting, profile) : null, Filled(SignOff, profile))
        {
            Avoid = [.. Forbidden.Select(word => word.Word)],
            MaxWords = MaxWords,
            MaxSentences = MaxSentences,
            NoExclamationMarks = ExclamationMarks is false,
            NoContractions = Contractions is false,
        };

    private static string? Filled(string? text, BusinessProfile profile) => text?
        .Replace("{assistant}", profile.Assistant, StringComparison.Ordinal)
        .Replace("{business}", profile.Business, StringComparison.Ordinal);
}
