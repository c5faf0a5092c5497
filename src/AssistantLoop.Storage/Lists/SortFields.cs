namespace AssistantLoop.Storage.Lists;

/// <summary>
/// What a list may be sorted by: names, as requests have them, and the expressions that they stand for. Nothing of a
/// request's text gets into the SQL.
/// </summary>
/// <param name="standard">How the list is sorted where nothing is asked for, such as "-updatedAt".</param>
/// <param name="tie">An expression that tells rows apart which are alike in the field, so that pages give each row once.</param>
/// <param name="fields">The names and their expressions.</param>
public sealed class SortFields(string standard, string tie, params (string Name, string Expression)[] fields)
{
    /// <summary>The ORDER BY of a wish.</summary>
    /// <exception cref="UnknownSortException">There is no such field.</exception>
    internal string OrderBy(string? sort)
    {
        var wanted = sort ?? standard;
        var down = wanted.StartsWith('-');
        var name = down ? wanted[1..] : wanted;
        foreach (var (field, expression) in fields)
        {
            if (field == name)
            {
                return $"ORDER BY {expression}{(down ? " DESC" : "")}, {tie}{(down ? " DESC" : "")}";
            }
        }

        throw new UnknownSortException(wanted, fields.Select(field => field.Name));
    }
}
