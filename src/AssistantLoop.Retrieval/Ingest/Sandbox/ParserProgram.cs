using System.Text.Json;
using AssistantLoop.Retrieval.Documents;

namespace AssistantLoop.Retrieval.Ingest.Sandbox;

/// <summary>What runs in a parser process: bytes in, JSON out.</summary>
public static class ParserProgram
{
    /// <summary>Reads a document's bytes to their end and writes a <see cref="ParserReply"/>.</summary>
    /// <param name="format">What it is.</param>
    /// <param name="input">The file's bytes.</param>
    /// <param name="output">Takes the JSON.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task RunAsync(FileFormat format, Stream input, Stream output, CancellationToken cancellationToken)
    {
        ParserReply reply;
        try
        {
            reply = new(DocumentParser.Parse(format, await BoundedBytes.ReadAsync(input, FileFormats.MostBytes(format), cancellationToken)), null);
        }
        catch (DocumentRefusedException error)
        {
            reply = new(null, error.Message);
        }
        catch (OutOfMemoryException)
        {
            reply = new(null, ParserProcess.TooMuchMemory);
        }

        await JsonSerializer.SerializeAsync(output, reply, cancellationToken: cancellationToken);
        await output.FlushAsync(cancellationToken);
    }
}
