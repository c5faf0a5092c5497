using System.IO.Compression;
using System.Text;

namespace AssistantLoop.Retrieval.Tests;

/// <summary>Writes small .docx files by hand.</summary>
internal static class TestDocx
{
    public const string Types = """
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>
        """;

    private const string Namespace = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";

    /// <summary>A document of this body, with further parts.</summary>
    public static byte[] Write(string body, params (string Name, string Text)[] parts) =>
        Zip([("[Content_Types].xml", Types), ("word/document.xml", Document(body)), .. parts]);

    public static string Document(string body) => $"<w:document {Namespace}><w:body>{body}</w:body></w:document>";

    public static string Styles(string styles) => $"<w:styles {Namespace}>{styles}</w:styles>";

    public static byte[] Zip(params (string Name, string Text)[] entries) => Zip(CompressionLevel.Fastest, entries);

    public static byte[] Zip(CompressionLevel level, params (string Name, string Text)[] entries)
    {
        using MemoryStream file = new();
        using (ZipArchive archive = new(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in entries)
            {
                using Stream entry = archive.CreateEntry(name, level).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return file.ToArray();
    }
}
