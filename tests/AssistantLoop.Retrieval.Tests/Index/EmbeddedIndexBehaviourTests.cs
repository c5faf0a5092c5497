using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.Retrieval.Tests.Index;

/// <summary>The index in files beside the database.</summary>
public sealed class EmbeddedIndexBehaviourTests : PassageFilterBehaviour
{
    private readonly List<EmbeddedPassageIndex> _opened = [];

    public override ValueTask DisposeAsync()
    {
        _opened.ForEach(index => index.Dispose());
        return base.DisposeAsync();
    }

    protected override Task<IPassageIndex> OpenAsync(TestEmbedder embedder)
    {
        EmbeddedPassageIndex index = new(Shop.Database, embedder);
        _opened.Add(index);
        return Task.FromResult<IPassageIndex>(index);
    }
}
