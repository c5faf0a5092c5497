using AssistantLoop.Retrieval.Index.Qdrant;

namespace AssistantLoop.Retrieval.Tests.Index.Qdrant;

public sealed class PointIdsTests
{
    [Fact]
    public void A_name_gives_the_standards_own_example()
    {
        // RFC 9562, appendix A.4: the namespace of DNS and "www.example.com".
        Guid id = PointIds.Version5(new("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com");

        Assert.Equal(new Guid("2ed6657d-e927-568b-95e1-2665a8aea6a2"), id);
    }

    [Fact]
    public void The_same_passage_has_the_same_id_and_no_other_has_it()
    {
        Assert.Equal(PointIds.Of("shop", 12), PointIds.Of("shop", 12));
        Guid[] all = [PointIds.Of("shop", 12), PointIds.Of("shop", 1), PointIds.Of("2 shop", 1), PointIds.Of("shop2", 1)];
        Assert.Equal(all.Length, all.Distinct().Count());
    }
}
