using System.Security.Cryptography;
using System.Text;

namespace AssistantLoop.Storage.Documents;

/// <summary>By what a passage's vector is known: SHA-256 of the text that is embedded.</summary>
public static class PassageTextHash
{
    /// <summary>The text that is embedded for a passage: its headings, a line feed, its text.</summary>
    public static string EmbeddedText(string titlePath, string text) => $"{titlePath}\n{text}";

    /// <summary>The hash of <see cref="EmbeddedText"/>, 32 bytes.</summary>
    public static byte[] Of(string titlePath, string text) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(EmbeddedText(titlePath, text)));
}
