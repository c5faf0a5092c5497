using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Visitors;

namespace AssistantLoop.App.Tests.Visitors;

public sealed class IdentityTokenTests
{
    private const string Secret = "als_test";

    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_signed_identity_is_read()
    {
        VisitorIdentity identity = Read(Sign(new { sub = "4711", name = "Ada", email = "ada@b.example", iat = At(0), exp = At(3600) }));
        Assert.Equal(new("4711", "Ada", "ada@b.example"), identity);
    }

    [Fact]
    public void A_token_that_another_program_made_is_read() =>
        Assert.Equal("4711", Read(
            // Made by Python's hmac and hashlib from {"sub":"4711","iat":1772355600,"exp":1772359200} and the secret.
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI0NzExIiwiaWF0IjoxNzcyMzU1NjAwLCJleHAiOjE3NzIzNTkyMDB9.TiDpO8-DNWyXLqNPS98HqL8imBVLWfYzqtRaV-y0PR4").Subject);

    [Fact]
    public void Of_two_secrets_either_is_good() =>
        Assert.Equal("4711", IdentityToken.Read(Sign(new { sub = "4711", iat = At(0), exp = At(60) }), ["als_new", Secret], s_now).Subject);

    [Theory]
    [InlineData(-10, 0)]
    [InlineData(-3600, -1)]
    public void An_expired_identity_says_so(int issued, int ends) =>
        AssertRefused("identity_expired", Sign(new { sub = "4711", iat = At(issued), exp = At(ends) }));

    [Fact]
    public void A_forged_or_changed_identity_is_refused()
    {
        object claims = new { sub = "4711", iat = At(0), exp = At(60) };
        string[] good = Sign(claims).Split('.');
        AssertRefused("identity_invalid", Sign(claims, secret: "als_other"));
        AssertRefused("identity_invalid", $"{good[0]}.{Part(new { sub = "4712", iat = At(0), exp = At(60) })}.{good[2]}");
        AssertRefused("identity_invalid", $"{good[0]}.{good[1]}.");
        AssertRefused("identity_invalid", $"{good[0]}.{good[1]}");
        AssertRefused("identity_invalid", Sign(claims, new { alg = "none" }));
        AssertRefused("identity_invalid", Sign(claims, new { alg = "HS512" }));
        AssertRefused("identity_invalid", "nonsense");
        AssertRefused("identity_invalid", new string('a', 5000));
        AssertRefused("identity_invalid", "a.b.c");
    }

    [Fact]
    public void Claims_that_make_no_sense_are_refused()
    {
        AssertRefused("identity_invalid", Sign(new { iat = At(0), exp = At(60) }));
        AssertRefused("identity_invalid", Sign(new { sub = "", iat = At(0), exp = At(60) }));
        AssertRefused("identity_invalid", Sign(new { sub = "a\nb", iat = At(0), exp = At(60) }));
        AssertRefused("identity_invalid", Sign(new { sub = new string('a', 201), iat = At(0), exp = At(60) }));
        AssertRefused("identity_invalid", Sign(new { sub = "4711", iat = At(0) }));
        AssertRefused("identity_invalid", Sign(new { sub = "4711", exp = At(60) }));
        AssertRefused("identity_invalid", Sign(new { sub = "4711", iat = At(3600), exp = At(7200) }));
        AssertRefused("identity_invalid", Sign(new { sub = "4711", iat = At(0), exp = At(3600 * 24 * 40) }));
    }

    internal static string Sign(object claims, object? header = null, string secret = Secret)
    {
        string body = $"{Part(header ?? new { alg = "HS256", typ = "JWT" })}.{Part(claims)}";
        return $"{body}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)))}";
    }

    private static long At(int seconds) => s_now.ToUnixTimeSeconds() + seconds;

    private static string Part(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));

    private static VisitorIdentity Read(string token) => IdentityToken.Read(token, [Secret], s_now);

    private static void AssertRefused(string code, string token) =>
        Assert.Equal(code, Assert.Throws<ChatProblemException>(() => Read(token)).Code);
}
