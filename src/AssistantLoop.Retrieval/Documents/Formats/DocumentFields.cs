namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>What documents say of themselves in fields: title, language and address are known, the rest is metadata.</summary>
internal static class DocumentFields
{
    private const int MostFields = 32;
    private const int MostValueLength = 1000;

    private static readonly string[] s_known = ["title", "language", "lang", "url", "canonical"];

    /// <summary>The fields that are none of the known ones, by name in lower case, at most 32.</summary>
    public static IReadOnlyDictionary<string, string> Others(IReadOnlyDictionary<string, string> fields) => fields
        .Where(field => !s_known.Contains(field.Key) && field.Value.Length is > 0 and <= MostValueLength)
        .Take(MostFields)
        .ToDictionary(field => field.Key, field => field.Value);

    /// <summary>The two-letter code of a language tag such as "de-AT", or null where it is none.</summary>
    public static string? Language(string? tag)
    {
        string code = (tag ?? "").Trim().Split('-', '_')[0].ToLowerInvariant();
        return code.Length == 2 && code.All(char.IsAsciiLetterLower) ? code : null;
    }

    /// <summary>The address where it is one that a visitor may open, or null.</summary>
    public static string? Address(string? address) =>
        Uri.TryCreate((address ?? "").Trim(), UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
            ? uri.AbsoluteUri
            : null;
}
