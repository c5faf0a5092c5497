using System.Xml.Linq;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>The XML namespaces of word processor documents (ECMA-376, transitional) and of their properties.</summary>
internal static class Docx
{
    public static readonly XNamespace W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    public static readonly XNamespace Compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006";
    public static readonly XNamespace Dc = "http://purl.org/dc/elements/1.1/";
    public static readonly XNamespace Core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
}
