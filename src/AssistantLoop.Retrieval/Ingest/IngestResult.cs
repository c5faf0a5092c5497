namespace AssistantLoop.Retrieval.Ingest;

/// <summary>What an ingest did, in documents.</summary>
public sealed record IngestResult
{
    /// <summary>Documents that were new.</summary>
    public int Added { get; init; }

    /// <summary>Documents whose content had changed.</summary>
    public int Changed { get; init; }

    /// <summary>Documents that are gone from their source.</summary>
    public int Removed { get; init; }

    /// <summary>Documents left as they were.</summary>
    public int Unchanged { get; init; }

    /// <summary>Documents that could not be read, each with the reason; what was stored of them before stays.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>How many further problems are not listed.</summary>
    public int MoreProblems { get; init; }

    /// <summary>Both together.</summary>
    public IngestResult Plus(IngestResult other) => new()
    {
        Added = Added + other.Added,
        Changed = Changed + other.Changed,
        Removed = Removed + other.Removed,
        Unchanged = Unchanged + other.Unchanged,
        Problems = [.. Problems, .. other.Problems],
        MoreProblems = MoreProblems + other.MoreProblems,
    };

    internal IngestResult With(string path, string problem) => this with { Problems = [.. Problems, $"{path}: {problem}"] };
}

/// <summary>How far an ingest is; the total may grow as a source turns out larger.</summary>
public sealed record IngestProgress(string Path, int Done, int Total);
