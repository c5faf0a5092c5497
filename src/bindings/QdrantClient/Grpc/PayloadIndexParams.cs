namespace Qdrant.Client.Grpc;

/// <summary>What an index of a payload's field is like.</summary>
public sealed class PayloadIndexParams
{
    public KeywordIndexParams? KeywordIndexParams { get; set; }

    public IntegerIndexParams? IntegerIndexParams { get; set; }
}

public sealed class KeywordIndexParams
{
    /// <summary>Whether points of one value are stored together, since searches ask for one value each.</summary>
    public bool IsTenant { get; set; }
}

public sealed class IntegerIndexParams
{
    /// <summary>Whether exact values are looked for.</summary>
    public bool Lookup { get; set; }

    /// <summary>Whether ranges are looked for.</summary>
    public bool Range { get; set; }
}
