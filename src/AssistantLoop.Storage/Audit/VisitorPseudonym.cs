using System.Security.Cryptography;
using System.Text;

namespace AssistantLoop.Storage.Audit;

/// <summary>
/// How the audit log and the record of erasures name a visitor: the log cannot be changed, so a visitor's id must not stand
/// in it. "visitor:" and the first 32 hex digits of SHA-256 over tenant, line feed and id.
/// </summary>
public static class VisitorPseudonym
{
    public static string Of(string tenant, string visitor) =>
        $"visitor:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}\n{visitor}")))[..32]}";
}
