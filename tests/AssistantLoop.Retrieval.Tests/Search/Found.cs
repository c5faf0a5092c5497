using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.Retrieval.Tests.Search;

/// <summary>Passages made by hand.</summary>
internal static class Found
{
    public static FoundPassage Of(string id, double score = 1, string text = "", string title = "") =>
        new(new Passage(id, id + ".md", title, text.Length > 0 ? text : id, ""), score);
}
