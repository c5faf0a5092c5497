using System.Buffers.Binary;
using System.Text;

namespace AssistantLoop.Training.Logs;

/// <summary>
/// TensorFlow's Event message in Protocol Buffers' wire format: wall_time = 1 (double), step = 2 (int64), file_version
/// = 3 (string) and summary = 5, whose values (1) each have a tag (1, string) and a simple_value (2, float).
/// </summary>
internal static class EventMessage
{
    private const int Varint = 0, Bits64 = 1, Length = 2, Bits32 = 5;

    /// <summary>What a file begins with.</summary>
    public static byte[] Version(double wallTime) =>
        [.. Fixed64(1, wallTime), .. Block(3, "brain.Event:2"u8)];

    /// <summary>One step's scalars. <paramref name="wallTime"/> is in seconds since 1970.</summary>
    public static byte[] Scalars(double wallTime, long step, IEnumerable<KeyValuePair<string, double>> scalars) =>
        [.. Fixed64(1, wallTime), .. Key(2, Varint), .. Number((ulong)step),
            .. Block(5, [.. scalars.SelectMany(scalar => Block(1, Value(scalar.Key, (float)scalar.Value)))])];

    /// <summary>The step of a message that <see cref="Version"/> or <see cref="Scalars"/> wrote: 0 where none is.</summary>
    public static long Step(ReadOnlySpan<byte> message)
    {
        const int AfterTime = 1 + sizeof(double);
        if (message.Length <= AfterTime || message[AfterTime] != Key(2, Varint)[0]) return 0;
        ulong step = 0;
        for (int at = AfterTime + 1, shift = 0; at < message.Length; at++, shift += 7)
        {
            step |= (message[at] & 0x7FUL) << shift;
            if (message[at] < 0x80) break;
        }

        return (long)step;
    }

    private static byte[] Value(string tag, float value)
    {
        byte[] bits = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bits, value);
        return [.. Block(1, Encoding.UTF8.GetBytes(tag)), .. Key(2, Bits32), .. bits];
    }

    private static byte[] Fixed64(int field, double value)
    {
        byte[] bits = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bits, value);
        return [.. Key(field, Bits64), .. bits];
    }

    private static byte[] Block(int field, ReadOnlySpan<byte> bytes) =>
        [.. Key(field, Length), .. Number((ulong)bytes.Length), .. bytes];

    private static byte[] Key(int field, int wireType) => Number((ulong)((field << 3) | wireType));

    // Seven bits a byte, lowest first; the top bit says that more follow.
    private static byte[] Number(ulong value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }
}
