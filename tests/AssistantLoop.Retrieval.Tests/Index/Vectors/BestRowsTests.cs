using AssistantLoop.Retrieval.Index.Vectors;

namespace AssistantLoop.Retrieval.Tests.Index.Vectors;

public sealed class BestRowsTests
{
    [Fact]
    public void The_best_are_kept_in_order_and_of_equals_the_lower_rows()
    {
        Random random = new(1);
        for (int round = 0; round < 50; round++)
        {
            ScoredRow[] rows = [.. Enumerable.Range(0, 200).Select(row => new ScoredRow(row, random.Next(40)))];
            BestRows first = new(10), second = new(10);
            foreach (ScoredRow row in rows)
            {
                (row.Row % 3 == 0 ? first : second).Add(row.Row, row.Score);
            }

            first.Add(second);

            Assert.Equal(rows.OrderByDescending(row => row.Score).ThenBy(row => row.Row).Take(10), first.Ranked());
        }
    }
}
