using System.IO.Compression;
using System.Xml.Linq;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>The parts of a word processor's document that hold its text and properties.</summary>
internal sealed class DocxPackage : IDisposable
{
    private const long MostCharacters = 128L << 20;

    private readonly ZipArchive _archive;

    private DocxPackage(ZipArchive archive) => _archive = archive;

    /// <exception cref="DocumentRefusedException">It is no archive, or one that does harm.</exception>
    public static DocxPackage Open(ReadOnlyMemory<byte> content)
    {
        if (content.Span is [0xd0, 0xcf, 0x11, 0xe0, ..])
        {
            throw new DocumentRefusedException("is encrypted, or in Word's format of before 2007; save it as .docx without a password");
        }

        ZipArchive? archive = null;
        try
        {
            archive = new(new MemoryStream(content.ToArray(), writable: false), ZipArchiveMode.Read);
            ZipGuard.Check(archive, CancellationToken.None);
            return new(archive);
        }
        catch (InvalidDataException error)
        {
            archive?.Dispose();
            throw new DocumentRefusedException($"is no .docx file, which is a zip archive: {error.Message}", error);
        }
        catch (DocumentRefusedException)
        {
            archive?.Dispose();
            throw;
        }
    }

    /// <summary>A part's XML, or null where it is not there.</summary>
    public XDocument? Find(string name)
    {
        try
        {
            return _archive.GetEntry(name) is { } entry ? SafeXml.Load(entry.Open, name, MostCharacters) : null;
        }
        catch (InvalidDataException error)
        {
            throw new DocumentRefusedException($"is damaged ({name}): {error.Message}", error);
        }
    }

    public void Dispose() => _archive.Dispose();
}
