using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace AssistantLoop.Inference.Cache;

/// <summary>Names everything that the keys and values of a page of a prompt depend on, as a SHA-256: tenant, base model
/// with its tokenizer, adapter content, and all tokens from the beginning to the page's end.</summary>
internal readonly record struct PrefixKey(UInt128 High, UInt128 Low)
{
    /// <summary>The keys of a prompt's whole pages, each made from the one before it.</summary>
    public static PrefixKey[] Of(string tenant, string baseHash, string? adapterHash, ReadOnlySpan<int> prompt, int page)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        // The tenant's length stands before it, so that no tenant's name can reach into the next field.
        SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant.Length}:{tenant}:{baseHash}:{adapterHash}"), hash);
        var keys = new PrefixKey[prompt.Length / page];
        byte[] text = new byte[hash.Length + (page * sizeof(int))];
        for (int i = 0; i < keys.Length; i++)
        {
            hash.CopyTo(text);
            MemoryMarshal.AsBytes(prompt.Slice(i * page, page)).CopyTo(text.AsSpan(hash.Length));
            SHA256.HashData(text, hash);
            keys[i] = new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
        }

        return keys;
    }
}
