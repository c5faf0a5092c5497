namespace Qdrant.Client.Grpc;

/// <summary>One query of a batch.</summary>
public sealed class QueryPoints
{
    private ulong? _limit;
    private string? _using;
    private float? _scoreThreshold;

    /// <summary>The collection; each query of a batch names the batch's own.</summary>
    public string CollectionName { get; set; } = "";

    public Query? Query { get; set; }

    /// <summary>The name of the vector that is searched.</summary>
    public string Using
    {
        get => _using ?? "";
        set => _using = value;
    }

    public bool HasUsing => _using is not null;

    public Filter? Filter { get; set; }

    /// <summary>How many points at most; 10 where it is not set.</summary>
    public ulong Limit
    {
        get => _limit ?? 0;
        set => _limit = value;
    }

    public bool HasLimit => _limit is not null;

    /// <summary>Points with a lower score are left out.</summary>
    public float ScoreThreshold
    {
        get => _scoreThreshold ?? 0;
        set => _scoreThreshold = value;
    }

    public bool HasScoreThreshold => _scoreThreshold is not null;

    public WithPayloadSelector? WithPayload { get; set; }
}
