namespace AssistantLoop.Chat.Content;

/// <summary>What is said where the model has nothing to say or may not say it, by language.</summary>
public sealed class Fallbacks
{
    public const string NotFound = "not_found";
    public const string OutOfScope = "out_of_scope";
    public const string Limit = "limit";
    public const string HandedOver = "handed_over";
    public const string Error = "error";

    private static readonly Dictionary<string, string> s_english = new()
    {
        [NotFound] = "I am sorry, I found nothing on that in our documents.",
        [OutOfScope] = "I am sorry, that is nothing I can help with here.",
        [Limit] = "I am sorry, I cannot promise that. A colleague will gladly look into it.",
        [HandedOver] = "A colleague takes over and answers here.",
        [Error] = "I am sorry, something went wrong. Please ask again.",
    };

    private readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> _texts;

    /// <param name="texts">By name, then by language.</param>
    public Fallbacks(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> texts) => _texts = texts;

    /// <summary>The names there are.</summary>
    public static IReadOnlyCollection<string> Names => s_english.Keys;

    /// <summary>What is said where the business says nothing.</summary>
    public static Fallbacks English { get; } = new(new Dictionary<string, IReadOnlyDictionary<string, string>>());

    /// <summary>Whether the business words it itself.</summary>
    public bool Has(string name) => _texts.ContainsKey(name);

    /// <summary>The wording in a language; else in the business's first language; else in English.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="language">The language, such as "de-AT"; null where it is not known.</param>
    public string Of(string name, string? language)
    {
        if (!_texts.TryGetValue(name, out IReadOnlyDictionary<string, string>? wordings) || wordings.Count == 0)
        {
            return s_english[name];
        }

        return (language is null ? null : wordings.FirstOrDefault(wording => TurnContext.Matches(language, wording.Key)).Value)
            ?? wordings.First().Value;
    }
}
