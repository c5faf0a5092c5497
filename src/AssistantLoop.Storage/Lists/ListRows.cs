using Dapper;

namespace AssistantLoop.Storage.Lists;

/// <summary>Reads pages of lists.</summary>
internal static class ListRows
{
    /// <summary>A condition: one of the columns holds what is searched for, or nothing is searched for.</summary>
    public static string Matches(params ReadOnlySpan<string> columns) =>
        $@"(@search IS NULL OR {string.Join(" OR ", columns.ToArray().Select(column => $@"{column} LIKE @search ESCAPE '\'"))})";

    /// <summary>One page.</summary>
    /// <param name="session">The session.</param>
    /// <param name="columns">What stands after SELECT.</param>
    /// <param name="rows">FROM and WHERE.</param>
    /// <param name="fields">What the list may be sorted by.</param>
    /// <param name="query">Which page.</param>
    /// <param name="values">The values of the names in <paramref name="columns"/> and <paramref name="rows"/>.</param>
    /// <exception cref="UnknownSortException">The list has no such field.</exception>
    public static async Task<ListPage<T>> ReadAsync<T>(
        Session session, string columns, string rows, SortFields fields, ListQuery query, object values)
    {
        var order = fields.OrderBy(query.Sort);
        DynamicParameters all = new(values);
        all.Add("search", query.Pattern);
        all.Add("limit", query.PageSize);
        all.Add("offset", query.Offset);
        return new(
            await session.ListAsync<T>($"SELECT {columns} {rows} {order} LIMIT @limit OFFSET @offset", all),
            await session.SingleAsync<int>($"SELECT COUNT(*) {rows}", all),
            query.Page,
            query.PageSize);
    }
}
