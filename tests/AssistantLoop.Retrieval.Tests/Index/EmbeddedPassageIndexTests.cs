using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.Retrieval.Tests.Index;

public sealed class EmbeddedPassageIndexTests : PassageFilterBehaviour
{
    protected override Task<IPassageIndex> OpenAsync(string embedder, int dimensions) =>
        Task.FromResult<IPassageIndex>(new EmbeddedPassageIndex(Shop.Documents));
}
