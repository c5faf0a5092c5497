using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Chat.Styles;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.Chat.Tests;

/// <summary>The content that the product ships, and passages made by hand.</summary>
internal static class SampleContent
{
    public static string Root { get; } = FindRoot();

    public static BusinessProfile Profile { get; } = BusinessProfile.Load(Path.Combine(Root, "samples", "alder-finch"));

    public static PromptTemplate Prompt { get; } = PromptTemplate.Load(Path.Combine(Root, "prompts", "answer.yaml"));

    public static StyleTemplate Style { get; } = StyleTemplate.Load(Path.Combine(Root, "style-templates", "warm.yaml"));

    /// <summary>The sample's lines of a prompt: a style alone.</summary>
    public static PromptLines Lines { get; } = new(Style.Instruction, [], []);

    public static FoundPassage Found(string title, string text, double score = 1) =>
        new(new Passage(title, "a.md", title, text, ""), score);

    private static string FindRoot()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "AssistantLoop.sln")))
        {
            at = at.Parent;
        }

        return at.FullName;
    }
}
