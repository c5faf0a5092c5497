using System.Text;

namespace Microsoft.ML.OnnxRuntime.Tests;

/// <summary>Writes protobuf by field number, so that these tests need no ONNX library.</summary>
internal sealed class Message
{
    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    public Message Int(int field, long value)
    {
        Varint(field << 3);
        Varint((ulong)value);
        return this;
    }

    public Message Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public Message Texts(int field, IEnumerable<string> values)
    {
        foreach (string value in values)
        {
            Text(field, value);
        }

        return this;
    }

    public Message Add(int field, Message value) => Bytes(field, value.ToArray());

    public Message Bytes(int field, byte[] value)
    {
        Varint((field << 3) | 2);
        Varint(value.Length);
        _bytes.AddRange(value);
        return this;
    }

    private void Varint(int value) => Varint((ulong)value);

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Add((byte)(value | 0x80));
        }

        _bytes.Add((byte)value);
    }
}
