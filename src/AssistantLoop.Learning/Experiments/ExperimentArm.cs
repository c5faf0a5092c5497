using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AssistantLoop.Learning.Experiments;

/// <summary>Which version of an experiment a visitor gets: the same on every node, at every turn.</summary>
public static class ExperimentArm
{
    /// <summary>
    /// Whether the treatment answers a visitor: the first 64 bits of SHA-256 of "{experiment}:{visitor}", as a fraction of
    /// 2^64, lie below the share. Another experiment deals the visitors anew.
    /// </summary>
    /// <param name="experiment">The experiment's id.</param>
    /// <param name="visitor">The visitor's id.</param>
    /// <param name="share">The treatment's share, 0 to 1.</param>
    public static bool IsTreated(Guid experiment, string visitor, double share)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{experiment}:{visitor}"));
        return BinaryPrimitives.ReadUInt64BigEndian(hash) / Math.Pow(2, 64) < share;
    }
}
