namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>Which fields of a record are its question and answer, or its title and text; -1 where it has none.</summary>
internal sealed record FieldRoles(int Question, int Answer, int Title, int Text)
{
    private static readonly string[] s_question =
        ["question", "q", "frage", "pregunta", "domanda", "vraag", "pergunta", "pytanie", "user", "prompt"];

    private static readonly string[] s_answer =
        ["answer", "a", "antwort", "réponse", "reponse", "respuesta", "risposta", "antwoord", "resposta", "odpowiedź", "assistant", "response"];

    private static readonly string[] s_title = ["title", "name", "heading", "titel", "titre", "título", "titolo"];
    private static readonly string[] s_text = ["text", "content", "body"];

    /// <summary>Whether the record is a pair of question and answer.</summary>
    public bool IsPair => Question >= 0 && Answer >= 0;

    public static FieldRoles Of(IReadOnlyList<string> names)
    {
        int Find(string[] known)
        {
            for (int i = 0; i < names.Count; i++)
            {
                if (known.Contains(names[i].Trim().ToLowerInvariant()))
                {
                    return i;
                }
            }

            return -1;
        }

        return new(Find(s_question), Find(s_answer), Find(s_title), Find(s_text));
    }
}
