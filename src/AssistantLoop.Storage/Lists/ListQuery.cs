namespace AssistantLoop.Storage.Lists;

/// <summary>Which part of a list is wanted, and in what order.</summary>
public sealed record ListQuery
{
    /// <summary>The most rows of a page.</summary>
    public const int MostRows = 200;

    /// <summary>What a row's texts must hold; null: anything. It is taken as it is, percent signs and all.</summary>
    public string? Search { get; init; }

    /// <summary>The name of a field, "-" before it for downwards; null: the list's own order.</summary>
    public string? Sort { get; init; }

    /// <summary>The page, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>The rows of a page.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>The rows before the page.</summary>
    public long Offset => (Page - 1L) * PageSize;

    /// <summary>Whether a row with some texts is looked for; in lists that are read whole.</summary>
    public bool Holds(params IEnumerable<string?> texts) =>
        Search is null || texts.Any(text => text?.Contains(Search, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>The search as a pattern of LIKE with the backslash as its escape; null where nothing is searched.</summary>
    internal string? Pattern => Search is null
        ? null
        : $"%{Search.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
}
