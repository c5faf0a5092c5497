using System.Xml;
using System.Xml.Linq;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>Reads XML of unknown origin: no document type, so no entities; nothing is fetched; nesting is bounded.</summary>
internal static class SafeXml
{
    private const int MostDepth = 256;

    /// <param name="open">Opens the file's bytes; called twice, first to look through it, then to load it.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="mostCharacters">The longest file, in characters.</param>
    /// <exception cref="DocumentRefusedException">It has a document type, nests too deeply, or is not XML.</exception>
    public static XDocument Load(Func<Stream> open, string name, long mostCharacters)
    {
        XmlReaderSettings settings = new()
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = mostCharacters,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
        try
        {
            using (Stream first = open())
            using (XmlReader look = XmlReader.Create(first, settings))
            {
                while (look.Read())
                {
                    if (look.Depth > MostDepth)
                    {
                        throw new DocumentRefusedException($"nests more than {MostDepth} elements in one another ({name})");
                    }
                }
            }

            using Stream second = open();
            using XmlReader reader = XmlReader.Create(second, settings);
            return XDocument.Load(reader);
        }
        catch (XmlException error) when (error.Message.Contains("DTD", StringComparison.Ordinal))
        {
            throw new DocumentRefusedException($"declares a document type, which may hide entity loops ({name})", error);
        }
        catch (XmlException error)
        {
            throw new DocumentRefusedException($"holds malformed XML ({name}): {error.Message}", error);
        }
    }
}
