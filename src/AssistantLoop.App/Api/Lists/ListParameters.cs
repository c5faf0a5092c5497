using AssistantLoop.Storage.Lists;

namespace AssistantLoop.App.Api.Lists;

/// <summary>What every list over HTTP takes, besides filters of its own.</summary>
/// <param name="Search">What a row's texts must hold.</param>
/// <param name="Sort">A field's name, "-" before it for downwards.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="PageSize">The rows of a page, at most <see cref="ListQuery.MostRows"/>.</param>
public sealed record ListParameters(string? Search, string? Sort, int? Page, int? PageSize)
{
    private const int MostSearch = 200;

    /// <summary>The query.</summary>
    /// <exception cref="BadHttpRequestException">A value is out of its range.</exception>
    public ListQuery Read()
    {
        string? search = string.IsNullOrWhiteSpace(Search) ? null : Search.Trim();
        return search?.Length > MostSearch
            ? throw new BadHttpRequestException($"search may have {MostSearch} characters; given: {search.Length}")
            : new()
            {
                Search = search,
                Sort = string.IsNullOrEmpty(Sort) ? null : Sort,
                Page = Page is null or >= 1 ? Page ?? 1 : throw new BadHttpRequestException($"page must be 1 or more; given: {Page}"),
                PageSize = PageSize is null or (>= 1 and <= ListQuery.MostRows)
                    ? PageSize ?? 50
                    : throw new BadHttpRequestException($"pageSize must be from 1 to {ListQuery.MostRows}; given: {PageSize}"),
            };
    }
}
