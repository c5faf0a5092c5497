namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>Declared actions are JSON; as braces mean slots in the tables, angles stand for them there.</summary>
internal static class ActionText
{
    public static string Braces(string text) => text.Replace('<', '{').Replace('>', '}');
}
