using AssistantLoop.Chat.Prompts;
using AssistantLoop.Inference;
using AssistantLoop.Retrieval.Search;

namespace AssistantLoop.Bench.Retrieval;

/// <summary>A model's judge of passages, as the program has it.</summary>
internal static class BenchJudge
{
    private const string Name = "relevance";

    /// <summary>The judge of a model folder; null where it has none.</summary>
    public static PassageJudge? Of(Engine engine, EngineChatClient client)
    {
        string folder = Path.Combine(engine.Model.Path, Name);
        if (!Directory.Exists(folder))
        {
            return null;
        }

        engine.AddAdapter(Name, folder);
        return new(client, RelevancePrompt.Load(".").Render, () => Name);
    }
}
