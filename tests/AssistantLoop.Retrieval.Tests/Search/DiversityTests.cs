using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Search;

namespace AssistantLoop.Retrieval.Tests.Search;

public sealed class DiversityTests
{
    [Fact]
    public void A_copy_gives_its_place_to_the_next()
    {
        FoundPassage[] found =
        [
            Found.Of("new", 1, "Plants can be returned within 7 days."),
            Found.Of("copy", 0.99, "Plants can be returned within 7 days."),
            Found.Of("other", 0.5, "The label costs 3 euros."),
        ];

        Assert.Equal(["new", "other"], Diversity.Choose(found, 2).Select(one => one.Passage.Id));
    }

    [Fact]
    public void A_passage_much_like_one_chosen_waits_behind_one_that_is_nearly_as_good()
    {
        FoundPassage[] found =
        [
            Found.Of("first", 1, "heron watering zinc price euros"),
            Found.Of("alike", 0.95, "heron watering zinc price litres"),
            Found.Of("else", 0.93, "badger spade ash handle steel"),
        ];

        // By hand: alike shares 4 of 6 words, 0.8 · 0.95 - 0.2 · 4/6 = 0.627; else shares none, 0.8 · 0.93 = 0.744.
        Assert.Equal(["first", "else", "alike"], Diversity.Choose(found, 3).Select(one => one.Passage.Id));
    }

    [Fact]
    public void No_more_than_asked_for_are_chosen() =>
        Assert.Single(Diversity.Choose([Found.Of("a", 1), Found.Of("b", 1)], 1));
}
