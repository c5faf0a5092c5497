using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace AssistantLoop.Retrieval.Index.Files;

/// <summary>Reads what a <see cref="BinaryWriter"/> wrote.</summary>
internal ref struct RecordReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool AtEnd => _rest.IsEmpty;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Byte()
    {
        byte value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    /// <summary>A number of 7 bits a byte, low bits first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Number()
    {
        byte first = _rest[0];
        if (first < 128)
        {
            _rest = _rest[1..];
            return first;
        }

        // Most stems' numbers take two bytes.
        byte second = _rest[1];
        if (second < 128)
        {
            _rest = _rest[2..];
            return first - 128 + (second << 7);
        }

        return LongNumber();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Long()
    {
        long value = BinaryPrimitives.ReadInt64LittleEndian(_rest);
        _rest = _rest[8..];
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Single()
    {
        float value = BinaryPrimitives.ReadSingleLittleEndian(_rest);
        _rest = _rest[4..];
        return value;
    }

    public string String()
    {
        int length = Number();
        string value = Encoding.UTF8.GetString(_rest[..length]);
        _rest = _rest[length..];
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int LongNumber()
    {
        int value = 0;
        int at = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = _rest[at++];
            value |= (next & 127) << shift;
            if (next < 128)
            {
                _rest = _rest[at..];
                return value;
            }
        }
    }
}
