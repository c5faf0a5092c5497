using Google.Protobuf.Collections;

namespace Qdrant.Client.Grpc;

/// <summary>Which fields of the payload come back: all, none, or those named.</summary>
public sealed class WithPayloadSelector
{
    public bool Enable { get; set; }

    public PayloadIncludeSelector? Include { get; set; }

    public static implicit operator WithPayloadSelector(bool enable) => new() { Enable = enable };

    public static implicit operator WithPayloadSelector(string[] fields) =>
        new() { Include = new() { Fields = { fields } } };
}

public sealed class PayloadIncludeSelector
{
    public RepeatedField<string> Fields { get; } = [];
}
