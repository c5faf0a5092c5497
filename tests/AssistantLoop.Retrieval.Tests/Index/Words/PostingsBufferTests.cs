using AssistantLoop.Retrieval.Index.Words;

namespace AssistantLoop.Retrieval.Tests.Index.Words;

public sealed class PostingsBufferTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    public void Each_stem_gets_its_rows_in_order_however_often_the_buffer_is_full(int rows)
    {
        Random random = new(1);
        List<WordPostings> postings = [];
        List<List<(int Row, int Count)>> expected = [];
        PostingsBuffer buffer = new(postings, most: rows * 5L);
        for (int row = 0; row < rows; row++)
        {
            for (int word = 0; word < 5; word++)
            {
                int stem = Math.Min(random.Next(1 + (row / 100)) + word, postings.Count);
                if (stem == postings.Count)
                {
                    postings.Add(new());
                    expected.Add([]);
                }

                int inTitle = random.Next(3);
                int inText = random.Next(1, 4);
                buffer.Add(stem, row, inTitle, inText);
                expected[stem].Add((row, (inTitle * 256) + inText));
            }

            if (row == rows / 3)
            {
                buffer.Flush();
            }
        }

        buffer.Flush();

        Assert.Equal(
            expected,
            postings.Select(list => list.Rows.ToArray().Zip(list.Counts.ToArray(), (row, count) => (row, (int)count)).ToList()));
    }

    [Fact]
    public void More_occurrences_than_are_counted_do_not_run_over()
    {
        List<WordPostings> postings = [new()];
        PostingsBuffer buffer = new(postings, most: 1);

        buffer.Add(0, row: 7, inTitle: 300, inText: 1000);
        buffer.Flush();

        Assert.Equal((7, (255 * 256) + 255), (postings[0].Rows[0], postings[0].Counts[0]));
    }
}
