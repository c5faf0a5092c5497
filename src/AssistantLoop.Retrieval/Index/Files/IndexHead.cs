using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AssistantLoop.Retrieval.Index.Files;

/// <summary>
/// What of an index's files is whole: bytes beyond it are of no account. It lies twice in its file, each with a checksum;
/// the older one is written over, so that a torn write leaves the other.
/// </summary>
/// <param name="Sequence">Grows with each publication.</param>
/// <param name="Generation">Names the other files; a new one takes the place of the whole index.</param>
/// <param name="Follower">Under which the database knows how far the generation has followed.</param>
/// <param name="Rows">Rows of the vector files.</param>
/// <param name="LogBytes">Bytes of the log.</param>
internal sealed record IndexHead(long Sequence, int Generation, Guid Follower, int Rows, long LogBytes)
{
    private const string FileName = "head";
    private const int FormatVersion = 1;
    private const int SlotBytes = 64;
    private const int SlotDistance = 4096;
    private const int Checked = 44;

    /// <summary>The head last published in a folder; null where there is none.</summary>
    public static IndexHead? Read(string folder)
    {
        string file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
        {
            return null;
        }

        using FileStream stream = new(
            file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        IndexHead? first = ReadSlot(stream, 0);
        IndexHead? second = ReadSlot(stream, 1);
        return first is null || second?.Sequence > first.Sequence ? second : first;
    }

    /// <summary>Publishes: when it returns, the head is on the disk.</summary>
    public void Write(string folder)
    {
        Span<byte> slot = stackalloc byte[SlotBytes];
        slot.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(slot, Sequence);
        BinaryPrimitives.WriteInt32LittleEndian(slot[8..], Generation);
        BinaryPrimitives.WriteInt32LittleEndian(slot[12..], Rows);
        BinaryPrimitives.WriteInt64LittleEndian(slot[16..], LogBytes);
        Follower.TryWriteBytes(slot[24..]);
        BinaryPrimitives.WriteInt32LittleEndian(slot[40..], FormatVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(slot[Checked..], Checksum(slot[..Checked]));
        using FileStream stream = new(
            Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 0);
        RandomAccess.Write(stream.SafeFileHandle, slot, Sequence % 2 * SlotDistance);
        RandomAccess.FlushToDisk(stream.SafeFileHandle);
    }

    /// <summary>CRC-32C.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }

    private static IndexHead? ReadSlot(FileStream stream, int slot)
    {
        Span<byte> bytes = stackalloc byte[SlotBytes];
        return RandomAccess.Read(stream.SafeFileHandle, bytes, slot * SlotDistance) == SlotBytes
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes[Checked..]) == Checksum(bytes[..Checked])
            && BinaryPrimitives.ReadInt32LittleEndian(bytes[40..]) == FormatVersion
            ? new(
                BinaryPrimitives.ReadInt64LittleEndian(bytes),
                BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
                new Guid(bytes[24..40]),
                BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]))
            : null;
    }
}
