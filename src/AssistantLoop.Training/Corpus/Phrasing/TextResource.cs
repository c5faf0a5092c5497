namespace AssistantLoop.Training.Corpus.Phrasing;

/// <summary>The embedded text tables of <c>Corpus/Texts</c>.</summary>
internal static class TextResource
{
    /// <summary>A table's lines without comments (<c>#</c>) and empty lines.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using Stream stream = typeof(TextResource).Assembly.GetManifestResourceStream("Corpus." + name)
            ?? throw new InvalidOperationException($"The embedded text table \"{name}\" is missing.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            line = line.Trim();
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }
}
