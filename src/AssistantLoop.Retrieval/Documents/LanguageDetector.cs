using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace AssistantLoop.Retrieval.Documents;

/// <summary>
/// Tells a text's language by its script, and among the languages of Latin script by their most frequent short words.
/// </summary>
public static partial class LanguageDetector
{
    /// <summary>What is looked at, in characters: a language shows soon.</summary>
    private const int MostCharacters = 20_000;

    private const int FewestWords = 3;
    private const double LeastShare = 0.12;
    private const double LeastLead = 1.3;

    // Words that only one or few of these languages have; those of several count for each.
    private static readonly (string Language, FrozenSet<string> Words)[] s_latin =
    [
        ("en", Set("the of and to in is you that it for on are as with they at be this have from or by but what all can your we when our will not may does if there any must within")),
        ("de", Set("der die und den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über so zum kann können wir ihre ihr oder wenn innerhalb kostet")),
        ("fr", Set("de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec ou vous nous votre vos cette être aux d l c s n qu peut dès")),
        ("es", Set("de la que el en y a los del se las por un para con no una su al lo como más o pero sus le ya este sí porque esta entre cuando muy sin sobre es son usted nuestra puede está")),
        ("it", Set("di e il la che in un a per è una sono con non del si da come le dei nel alla più al anche della gli lo ma o se delle ci questo ha dopo entro può il nostro i")),
        ("nl", Set("de en van het een in is dat op te zijn met voor niet aan er om ook als bij maar of uit wordt door naar heeft hij je u ze kunt we onze worden kan binnen deze")),
        ("pt", Set("de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou quando muito nos já eu também pelo pela até são está você pode nossa dias")),
        ("pl", Set("w i na się z nie do to że jest o jak po co tak za od przez czy dla są przy oraz ale lub może już nas być tym jego można jeśli ich dni")),
        ("sv", Set("och i att det som en på är av för med till den har de inte om ett han men var jag från vi kan du när eller efter ska vara inom")),
        ("da", Set("og i at det er en til på som med for den har de ikke af et der vi du kan fra eller efter skal være når om inden din vores")),
        ("cs", Set("a v se na je že s z do to i o k ve pro jsou za by ale jako po od nebo jeho která které je jsme vám můžete při do ze není dnů")),
    ];

    /// <summary>The text's language as a two-letter code of ISO 639-1, or null where it cannot be told.</summary>
    public static string? Detect(IEnumerable<string> texts)
    {
        StringBuilder sample = new();
        foreach (string text in texts)
        {
            sample.Append(text.AsSpan(0, Math.Min(text.Length, MostCharacters - sample.Length))).Append(' ');
            if (sample.Length >= MostCharacters)
            {
                break;
            }
        }

        return Detect(sample.ToString());
    }

    /// <summary>The text's language as a two-letter code of ISO 639-1, or null where it cannot be told.</summary>
    public static string? Detect(string text) => Script.LanguageOf(text) ?? ByWords(text);

    private static string? ByWords(string text)
    {
        string[] words = [.. Word().Matches(text).Select(word => word.Value.ToLowerInvariant())];
        (string Language, int Count)[] counts = [.. s_latin
            .Select(known => (known.Language, Count: words.Count(known.Words.Contains)))
            .OrderByDescending(known => known.Count)];
        (string language, int count) = counts[0];
        return count >= FewestWords && count >= LeastShare * words.Length && count >= LeastLead * counts[1].Count ? language : null;
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet();

    [GeneratedRegex(@"\p{L}+")]
    private static partial Regex Word();
}
