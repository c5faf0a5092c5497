using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AssistantLoop.Retrieval.Index.Qdrant;

/// <summary>Points' ids: the same passage has the same on every node, and no two tenants share one.</summary>
internal static class PointIds
{
    private static readonly Guid s_namespace = new("6f0d4c58-52a7-5bd4-9d2e-8f3c1f1b6a40");

    /// <summary>The id of a tenant's passage.</summary>
    public static Guid Of(string tenant, long passage) =>
        Version5(s_namespace, string.Create(CultureInfo.InvariantCulture, $"{passage} {tenant}"));

    /// <summary>A UUID from a name: RFC 9562, section 5.5.</summary>
    internal static Guid Version5(Guid space, string name)
    {
        byte[] input = [.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)];
#pragma warning disable CA5350 // The standard says SHA-1; nothing is kept safe by it.
        byte[] hash = SHA1.HashData(input);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0f) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new(hash.AsSpan(0, 16), bigEndian: true);
    }
}
