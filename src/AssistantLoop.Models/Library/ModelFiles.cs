using AssistantLoop.Models.Configuration;
using AssistantLoop.Models.Safetensors;

namespace AssistantLoop.Models.Library;

/// <summary>The files of a model folder that are kept, besides the weights.</summary>
internal static class ModelFiles
{
    public static readonly IReadOnlyList<string> Small =
    [
        ModelConfig.FileName, "generation_config.json", "tokenizer.json", "tokenizer_config.json", "vocab.json",
        "merges.txt", "added_tokens.json", "special_tokens_map.json", "chat_template.jinja", "README.md",
        "LICENSE", "LICENSE.txt", ModelWeights.IndexFile,
    ];
}
