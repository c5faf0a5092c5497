namespace AssistantLoop.Storage.Importing;

/// <summary>A file that was imported, and what became of its lines.</summary>
public sealed record ImportRecord
{
    public required Guid Id { get; init; }

    /// <summary>The name it was first imported under, without folders.</summary>
    public required string FileName { get; init; }

    /// <summary>SHA-256 of its bytes, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Who imported it.</summary>
    public required string Author { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it runs, or where the process died; importing the file again goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Lines or CSV records read, blank ones and a header left out.</summary>
    public required int Lines { get; init; }

    /// <summary>Rows that it added.</summary>
    public required int Added { get; init; }

    /// <summary>Rows that were there already, from this file or another.</summary>
    public required int Known { get; init; }

    /// <summary>Lines that cannot be used.</summary>
    public required int Refused { get; init; }

    /// <summary>Why, as a JSON list of <see cref="ImportProblem"/>; the first so many of them.</summary>
    public required string Problems { get; init; }

    /// <summary>When its rows were taken back.</summary>
    public DateTimeOffset? UndoneAt { get; init; }

    public string? UndoneBy { get; init; }
}
