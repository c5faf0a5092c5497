using AssistantLoop.App.Answers;

namespace AssistantLoop.App.Access;

/// <summary>A page of a list that is short enough to be read whole.</summary>
/// <param name="Items">The page's rows.</param>
/// <param name="Total">How many rows there are in all.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="PageSize">Rows a page.</param>
public sealed record Listing<T>(IReadOnlyList<T> Items, int Total, int Page, int PageSize);

/// <summary>What is asked of a list.</summary>
/// <param name="Search">A text that the rows hold.</param>
/// <param name="Sort">A field's name, "-" before it for downwards.</param>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">Rows a page, at most 200.</param>
public sealed record ListQuery(string? Search, string? Sort, int? Page, int? PageSize)
{
    private const int MostRows = 200;

    /// <summary>The page of rows that is asked for.</summary>
    /// <param name="rows">All rows, in the order of a list that nobody sorts.</param>
    /// <param name="text">The text of a row that a search looks in.</param>
    /// <param name="fields">What can be sorted by.</param>
    /// <exception cref="ChatProblemException">The field to sort by is none.</exception>
    public Listing<T> Of<T>(
        IEnumerable<T> rows, Func<T, string> text, IReadOnlyDictionary<string, Func<T, IComparable?>> fields)
    {
        List<T> found = [.. rows.Where(row => Search is not { Length: > 0 } wanted
            || text(row).Contains(wanted, StringComparison.OrdinalIgnoreCase))];
        if (Sort is { Length: > 0 } sort)
        {
            Func<T, IComparable?> field = fields.GetValueOrDefault(sort.TrimStart('-')) ?? throw new ChatProblemException(
                "failed", $"sort must be one of {string.Join(", ", fields.Keys)}, with - before it for downwards; given: {sort}");
            found = [.. sort.StartsWith('-') ? found.OrderByDescending(field) : found.OrderBy(field)];
        }

        int size = Math.Clamp(PageSize ?? 50, 1, MostRows);
        int page = Math.Max(Page ?? 1, 1);
        return new([.. found.Skip((int)Math.Min((page - 1L) * size, int.MaxValue)).Take(size)], found.Count, page, size);
    }
}
