namespace AssistantLoop.Storage.Lists;

/// <summary>What a list that is ranked or read from a file may be sorted by.</summary>
/// <param name="standard">How it is sorted where nothing is asked for.</param>
/// <param name="sorts">The names and what each sorts by. Rows that are alike stay in the order in which they come.</param>
public sealed class RowSorts<T>(string standard, params (string Name, Func<T, IComparable?> Key)[] sorts)
{
    /// <summary>A page of rows that were searched and filtered before.</summary>
    /// <exception cref="UnknownSortException">There is no such field.</exception>
    public ListPage<T> Page(IReadOnlyCollection<T> rows, ListQuery query)
    {
        var wanted = query.Sort ?? standard;
        var down = wanted.StartsWith('-');
        var name = down ? wanted[1..] : wanted;
        var key = sorts.FirstOrDefault(sort => sort.Name == name).Key
            ?? throw new UnknownSortException(wanted, sorts.Select(sort => sort.Name));
        var sorted = down ? rows.OrderByDescending(key) : rows.OrderBy(key);
        return new([.. sorted.Skip((int)Math.Min(query.Offset, int.MaxValue)).Take(query.PageSize)], rows.Count, query.Page, query.PageSize);
    }
}
