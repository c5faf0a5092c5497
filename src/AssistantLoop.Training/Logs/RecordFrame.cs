using System.Buffers.Binary;
using System.Numerics;

namespace AssistantLoop.Training.Logs;

/// <summary>
/// One record of a TFRecord file: its length as 8 bytes, the masked CRC of these, the bytes, and the masked CRC of the
/// bytes; all numbers little-endian (TensorFlow's tfrecord format).
/// </summary>
internal static class RecordFrame
{
    private const int HeaderLength = 12;
    private const int Overhead = 16;

    /// <summary>CRC-32C (Castagnoli), as RFC 3720's appendix B.4 has it.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    /// <summary>
    /// The CRC turned right by 15 bits, plus a constant: a CRC over bytes that hold CRCs of their own would be weak.
    /// </summary>
    public static uint MaskedCrc(ReadOnlySpan<byte> bytes) =>
        unchecked(BitOperations.RotateRight(Crc(bytes), 15) + 0xA282EAD8);

    /// <summary>The record around some bytes.</summary>
    public static byte[] Around(ReadOnlySpan<byte> bytes)
    {
        byte[] record = new byte[bytes.Length + Overhead];
        BinaryPrimitives.WriteInt64LittleEndian(record, bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), MaskedCrc(record.AsSpan(0, 8)));
        bytes.CopyTo(record.AsSpan(HeaderLength));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeaderLength + bytes.Length), MaskedCrc(bytes));
        return record;
    }

    /// <summary>
    /// The bytes of the record that <paramref name="file"/> begins with and the record's whole length; null where it is
    /// torn or damaged.
    /// </summary>
    public static (byte[] Bytes, int Length)? First(ReadOnlySpan<byte> file)
    {
        if (file.Length < Overhead) return null;
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file);
        if (length > (ulong)(file.Length - Overhead)) return null;
        ReadOnlySpan<byte> bytes = file.Slice(HeaderLength, (int)length);
        return BinaryPrimitives.ReadUInt32LittleEndian(file[8..]) == MaskedCrc(file[..8])
            && BinaryPrimitives.ReadUInt32LittleEndian(file[(HeaderLength + bytes.Length)..]) == MaskedCrc(bytes)
                ? (bytes.ToArray(), bytes.Length + Overhead)
                : null;
    }
}
