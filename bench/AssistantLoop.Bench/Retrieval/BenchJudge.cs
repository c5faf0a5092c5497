using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Inference;
using AssistantLoop.Retrieval.Search;

namespace AssistantLoop.Bench.Retrieval;

/// <summary>A model's judge of passages, as the program has it.</summary>
internal static class BenchJudge
{
    /// <summary>The judge of a model folder; null where it has none.</summary>
    public static PassageJudge? Of(Engine engine, EngineChatClient client) => RelevanceAdapter.FolderOf(engine.Model.Path) is null
        ? null
        : new(client, RelevancePrompt.Load(".").Render, () => RelevanceAdapter.Ready(engine));
}
