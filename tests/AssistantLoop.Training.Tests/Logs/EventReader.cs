using System.Text;

namespace AssistantLoop.Training.Tests.Logs;

/// <summary>
/// A reader of event files written apart from the writer, from the formats' own descriptions: CRC-32C bit by bit, and
/// Protocol Buffers' fields as they come.
/// </summary>
internal static class EventReader
{
    internal sealed record Event(double WallTime, long Step, string? Version, Dictionary<string, float> Scalars);

    /// <summary>The events up to the file's end or its first torn or damaged record.</summary>
    public static List<Event> Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using BinaryReader reader = new(stream);
        List<Event> events = [];
        while (stream.Length - stream.Position >= 12)
        {
            byte[] length = reader.ReadBytes(8);
            if (reader.ReadUInt32() != Masked(length)) break;
            long count = BitConverter.ToInt64(length);
            if (stream.Length - stream.Position < count + 4) break;
            byte[] data = reader.ReadBytes((int)count);
            if (reader.ReadUInt32() != Masked(data)) break;
            events.Add(Parse(data));
        }

        return events;
    }

    private static Event Parse(byte[] data)
    {
        Event result = new(0, 0, null, []);
        foreach ((int field, byte[] value) in Fields(data))
        {
            result = field switch
            {
                1 => result with { WallTime = BitConverter.ToDouble(value) },
                2 => result with { Step = BitConverter.ToInt64(value) },
                3 => result with { Version = Encoding.UTF8.GetString(value) },
                5 => result with { Scalars = Fields(value).Select(one => Scalar(one.Value)).ToDictionary() },
                _ => throw new InvalidDataException($"Field {field}."),
            };
        }

        return result;
    }

    private static KeyValuePair<string, float> Scalar(byte[] data)
    {
        Dictionary<int, byte[]> fields = Fields(data).ToDictionary(one => one.Field, one => one.Value);
        return new(Encoding.UTF8.GetString(fields[1]), BitConverter.ToSingle(fields[2]));
    }

    private static IEnumerable<(int Field, byte[] Value)> Fields(byte[] data)
    {
        using MemoryStream stream = new(data);
        using BinaryReader reader = new(stream);
        while (stream.Position < stream.Length)
        {
            int key = reader.Read7BitEncodedInt();
            yield return (key >> 3, (key & 7) switch
            {
                0 => BitConverter.GetBytes(reader.Read7BitEncodedInt64()),
                1 => reader.ReadBytes(8),
                2 => reader.ReadBytes(reader.Read7BitEncodedInt()),
                5 => reader.ReadBytes(4),
                int type => throw new InvalidDataException($"Wire type {type}."),
            });
        }
    }

    private static uint Masked(byte[] data)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }

        crc ^= 0xFFFFFFFF;
        return unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8);
    }
}
