using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AssistantLoop.App.Answers;

namespace AssistantLoop.App.Visitors;

/// <summary>
/// A visitor's identity as the business signs it: a JSON Web Token of HMAC-SHA256 (alg HS256 and no other) with sub, exp and
/// iat, in Unix seconds, and optionally name and email. The key is the site's identity secret as UTF-8 text.
/// </summary>
public static class IdentityToken
{
    /// <summary>The longest token, in characters.</summary>
    public const int MostLength = 4096;

    private const int MostSubject = 200;

    /// <summary>How long a token may be good for at most.</summary>
    public static TimeSpan MostSpan { get; } = TimeSpan.FromDays(31);

    /// <summary>How far the business's clock may be ahead.</summary>
    public static TimeSpan Skew { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Reads a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="secrets">The secrets that are good now.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="ChatProblemException">identity_invalid or identity_expired.</exception>
    public static VisitorIdentity Read(string token, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        string[] parts = token.Length <= MostLength ? token.Split('.') : [];
        if (parts.Length != 3 || !secrets.Any(secret => IsSigned(parts, secret)))
        {
            throw Invalid("it is not signed with the site's identity secret");
        }

        Header? header = Json<Header>(parts[0]);
        Claims? claims = Json<Claims>(parts[1]);
        if (header?.Alg != "HS256")
        {
            throw Invalid("its header must say alg HS256");
        }

        if (claims?.Sub is not { Length: > 0 and <= MostSubject } subject || subject.Any(char.IsControl))
        {
            throw Invalid($"sub must have 1 to {MostSubject} characters, none of them control characters");
        }

        double at = now.ToUnixTimeMilliseconds() / 1000.0;
        if (claims.Iat is not { } issued || issued > at + Skew.TotalSeconds
            || claims.Exp is not { } ends || ends > at + MostSpan.TotalSeconds)
        {
            throw Invalid($"iat must be the time of signing and exp at most {MostSpan.TotalDays:0} days ahead, both in Unix seconds");
        }

        return ends > at
            ? new(subject, claims.Name, claims.Email)
            : throw new ChatProblemException("identity_expired", "The visitor's identity has expired. Reload the page to get a new one.");
    }

    private static bool IsSigned(string[] parts, string secret)
    {
        byte[] expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{parts[0]}.{parts[1]}"));
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Base64Url.EncodeToString(expected)), Encoding.UTF8.GetBytes(parts[2]));
    }

    private static T? Json<T>(string part)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Base64Url.DecodeFromChars(part), JsonSerializerOptions.Web);
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            throw Invalid("it is no JSON Web Token");
        }
    }

    private static ChatProblemException Invalid(string why) =>
        new("identity_invalid", $"The visitor's identity is not taken: {why}. docs/embedding.md says how to sign one.");

    private sealed record Header(string? Alg);

    private sealed record Claims(string? Sub, string? Name, string? Email, double? Exp, double? Iat);
}

/// <summary>Who a visitor is, as the business says.</summary>
/// <param name="Subject">The business's own id of the visitor.</param>
/// <param name="Name">What to call them.</param>
/// <param name="Email">Their address.</param>
public sealed record VisitorIdentity(string Subject, string? Name, string? Email);
