namespace AssistantLoop.Learning.DataSets.Texts;

/// <summary>Tells the language of a text by its commonest small words; enough to see a clearly different one.</summary>
public static class Language
{
    /// <summary>The fewest small words of a language that tell it.</summary>
    private const int Fewest = 3;

    /// <summary>How many times the next language's small words the first's must be.</summary>
    private const double Lead = 1.5;

    /// <summary>ISO 639-1 codes with the commonest words of each language.</summary>
    internal static IReadOnlyList<(string Code, HashSet<string> Words)> Profiles { get; } =
    [
        Profile("en", "the of and to in is it you that for on are with as at be this have from or by not but what can your an will my do how i we our please which when there would"),
        Profile("de", "der die das und in zu den ist von mit sich auf für nicht ein eine es dem im an auch als bei wir sie ihr ihre ich kann kein keine wie was haben werden oder aus bitte mein meine einen wird wann"),
        Profile("fr", "le la les de des et à un une est que en pour du dans qui sur pas vous nous je au avec ce il elle sont par votre vos mon ma plus ou où comment mais être avez peut quand notre"),
        Profile("es", "el la los las de y que en un una es por con para no se su al lo del como más pero sus le ya o este sí porque esta cuando muy puede mi está son usted qué cómo dónde nuestro"),
        Profile("it", "il lo la i gli le di e che in un una è per con non si da sono del della dei al come più ma ha anche nel alla questo mi suo può quando dove vostro nostro ci il mio essere"),
        Profile("nl", "de het een en van in is dat op te zijn met voor niet aan er om ook als bij uit wij je u ik kan hoe wat naar door wordt maar onze uw mijn heeft worden geen of deze dit wanneer"),
        Profile("pt", "o a os as de e que em um uma é por com para não se do da no na dos das mais mas ao como seu sua ou pode meu minha você está são quando onde nosso nossa foi pelo"),
        Profile("pl", "i w na z do nie się jest to że o od po jak za co dla czy tak są przez przy już lub może mi mój moja jest proszę kiedy gdzie ile można nasz nasze ten ta te"),
    ];

    /// <summary>The language's code, or null where the text does not tell.</summary>
    public static string? Of(string text)
    {
        Span<int> hits = stackalloc int[Profiles.Count];
        foreach (string word in Words.Of(text))
        {
            for (int at = 0; at < Profiles.Count; at++)
            {
                hits[at] += Profiles[at].Words.Contains(word) ? 1 : 0;
            }
        }

        int best = 0, next = -1;
        for (int at = 1; at < hits.Length; at++)
        {
            if (hits[at] > hits[best])
            {
                (best, next) = (at, best);
            }
            else if (next < 0 || hits[at] > hits[next])
            {
                next = at;
            }
        }

        return hits[best] >= Fewest && hits[best] >= Lead * hits[next] ? Profiles[best].Code : null;
    }

    private static (string, HashSet<string>) Profile(string code, string words) => (code, [.. words.Split(' ')]);
}
