using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AssistantLoop.Storage.Access;

namespace AssistantLoop.App.Security;

/// <summary>The text of an API key: "al_", ten hex digits by which it is known, "_", and 256 random bits in base64url.</summary>
/// <param name="Text">The whole key; shown once and stored nowhere.</param>
/// <param name="Prefix">How it begins.</param>
/// <param name="Hash">SHA-256 of the whole, lower-case hex.</param>
public sealed record KeyText(string Text, string Prefix, string Hash)
{
    private const string Start = "al_";
    private const int PrefixLength = 13;
    private const int WholeLength = PrefixLength + 1 + 43;

    /// <summary>A new key.</summary>
    public static KeyText Create()
    {
        string prefix = Start + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5));
        string text = $"{prefix}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";
        return new(text, prefix, HashOf(text));
    }

    /// <summary>How a given key begins; null where it has not the form of one.</summary>
    public static string? PrefixOf(string given) =>
        given.Length == WholeLength && given.StartsWith(Start, StringComparison.Ordinal) ? given[..PrefixLength] : null;

    /// <summary>Whether a given text is a key; takes the same time whatever is given.</summary>
    public static bool Matches(ApiKey key, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(key.KeyHash), Encoding.ASCII.GetBytes(HashOf(given)));

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
