using AssistantLoop.Training.Packing;

namespace AssistantLoop.Training.Tests.Packing;

public sealed class ReadAheadTests
{
    [Fact]
    public void Items_come_in_order() =>
        Assert.Equal(Enumerable.Range(0, 1000), ReadAhead.Of(Enumerable.Range(0, 1000), 4));

    [Fact]
    public void The_sources_exception_reaches_the_reader()
    {
        static IEnumerable<int> Source()
        {
            yield return 1;
            throw new InvalidDataException("broken");
        }

        List<int> seen = [];
        Assert.Throws<InvalidDataException>(() => seen.AddRange(ReadAhead.Of(Source(), 4)));
        Assert.Throws<InvalidDataException>(() => ReadAhead.Of(Source(), 4).Skip(1).First());
        Assert.Equal(1, ReadAhead.Of(Source(), 4).First());
    }

    [Fact]
    public void A_reader_that_leaves_an_endless_source_stops_it()
    {
        static IEnumerable<int> Endless()
        {
            for (int i = 0; ; i++) yield return i;
        }

        Assert.Equal([0, 1, 2], ReadAhead.Of(Endless(), 4).Take(3));
    }
}
