using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Search;

namespace AssistantLoop.Retrieval.Tests.Index;

public sealed class IndexConfigurationTests
{
    [Fact]
    public void Another_embedder_option_or_judge_is_another_configuration()
    {
        SearchOptions options = new();
        string[] hashes =
        [
            new IndexConfiguration("embedded", "e", options).Hash,
            new IndexConfiguration("embedded", "f", options).Hash,
            new IndexConfiguration("embedded", "e", options with { MaxPassages = 4 }).Hash,
            new IndexConfiguration("embedded", "e", options, "one").Hash,
            new IndexConfiguration("embedded", "e", options, "two").Hash,
        ];

        Assert.Equal(5, hashes.Distinct().Count());
        Assert.Equal(hashes[3], new IndexConfiguration("embedded", "e", new(), "one").Hash);
    }
}
