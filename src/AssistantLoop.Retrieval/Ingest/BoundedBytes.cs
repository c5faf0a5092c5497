using AssistantLoop.Retrieval.Documents;

namespace AssistantLoop.Retrieval.Ingest;

/// <summary>Reads a stream whole, up to a bound.</summary>
public static class BoundedBytes
{
    /// <exception cref="DocumentRefusedException">There is more.</exception>
    public static async Task<byte[]> ReadAsync(Stream stream, int most, CancellationToken cancellationToken)
    {
        using MemoryStream held = new();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (held.Length + read > most)
            {
                throw new DocumentRefusedException($"is larger than {most} bytes");
            }

            held.Write(buffer, 0, read);
        }

        return held.ToArray();
    }
}
