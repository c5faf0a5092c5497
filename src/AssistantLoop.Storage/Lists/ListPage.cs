namespace AssistantLoop.Storage.Lists;

/// <summary>A page of a list.</summary>
/// <param name="Items">Its rows; none past the end.</param>
/// <param name="Total">The rows of all pages.</param>
/// <param name="Page">Which page it is, from 1.</param>
/// <param name="PageSize">The rows that a whole page has.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Items, int Total, int Page, int PageSize)
{
    /// <summary>The page with a view of each row.</summary>
    public ListPage<TView> Select<TView>(Func<T, TView> view) => new([.. Items.Select(view)], Total, Page, PageSize);
}
