using Google.Protobuf.Collections;

namespace Qdrant.Client.Grpc;

/// <summary>A value of a payload. One kind is set at most; none is JSON's null.</summary>
public sealed class Value
{
    private object? _kind;

    public enum KindOneofCase
    {
        None = 0,
        NullValue = 1,
        DoubleValue = 2,
        IntegerValue = 3,
        StringValue = 4,
        BoolValue = 5,
        StructValue = 6,
        ListValue = 7,
    }

    public KindOneofCase KindCase => _kind switch
    {
        double => KindOneofCase.DoubleValue,
        long => KindOneofCase.IntegerValue,
        string => KindOneofCase.StringValue,
        bool => KindOneofCase.BoolValue,
        Grpc.ListValue => KindOneofCase.ListValue,
        _ => KindOneofCase.None,
    };

    public double DoubleValue
    {
        get => _kind as double? ?? 0;
        set => _kind = value;
    }

    public long IntegerValue
    {
        get => _kind as long? ?? 0;
        set => _kind = value;
    }

    public string StringValue
    {
        get => _kind as string ?? "";
        set => _kind = value;
    }

    public bool BoolValue
    {
        get => _kind as bool? ?? false;
        set => _kind = value;
    }

    public ListValue? ListValue
    {
        get => _kind as ListValue;
        set => _kind = value;
    }

    public static implicit operator Value(string value) => new() { StringValue = value };

    public static implicit operator Value(long value) => new() { IntegerValue = value };

    public static implicit operator Value(bool value) => new() { BoolValue = value };

    public static implicit operator Value(double value) => new() { DoubleValue = value };

    public static implicit operator Value(string[] values) => List(values.Select(value => (Value)value));

    public static implicit operator Value(Value[] values) => List(values);

    private static Value List(IEnumerable<Value> values) => new() { ListValue = new() { Values = { values } } };
}

/// <summary>A list of values.</summary>
public sealed class ListValue
{
    public RepeatedField<Value> Values { get; } = [];
}
