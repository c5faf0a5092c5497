using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.Retrieval.Tests.Index;

/// <summary>The index in files beside the database.</summary>
public sealed class EmbeddedBehaviourTests : PassageFilterBehaviour
{
    private readonly List<EmbeddedPassageIndex> _opened = [];

    public override ValueTask DisposeAsync()
    {
        _opened.ForEach(index => index.Dispose());
        return base.DisposeAsync();
    }

    protected override Task<IPassageIndex> OpenAsync(StoredEmbedder embedder)
    {
        EmbeddedPassageIndex index = new(Shop.Database, embedder);
        _opened.Add(index);
        return Task.FromResult<IPassageIndex>(index);
    }
}
