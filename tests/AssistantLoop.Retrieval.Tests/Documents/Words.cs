namespace AssistantLoop.Retrieval.Tests.Documents;

/// <summary>Counts a token a word: budgets in tests can be counted by eye.</summary>
internal static class Words
{
    public static int Count(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
}
