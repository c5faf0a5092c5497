using System.Text.Json;

namespace AssistantLoop.App.Tests.Cli;

public sealed class AccessVerbsTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("assistantloop-access").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Keys_are_added_rotated_revoked_and_listed_without_their_texts()
    {
        string first = (await DoneAsync("keys", "add", "--name", "maria", "--role", "agent")).Trim();
        Assert.Matches("^al_[0-9a-f]{10}_[A-Za-z0-9_-]{43}$", first);
        string second = (await DoneAsync("keys", "rotate", first[..13], "--grace", "0")).Trim();
        Assert.Contains("revoked", await DoneAsync("keys", "revoke", "maria"), StringComparison.Ordinal);
        string listed = await DoneAsync("keys", "list", "--json");
        Assert.Equal(2, JsonSerializer.Deserialize<JsonElement>(listed).GetArrayLength());
        Assert.DoesNotContain(first, listed, StringComparison.Ordinal);
        Assert.DoesNotContain(second, listed, StringComparison.Ordinal);
        (int code, _, string error) = await Program.RunAsync("keys", "revoke", "nobody", "--data", _data);
        Assert.Equal(2, code);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_site_is_added_with_its_embed_code_and_its_secret_can_be_had_again()
    {
        string embed = await DoneAsync("sites", "add", "--name", "Shop", "--origins", "https://shop.example");
        Assert.StartsWith("<script src=\"http://127.0.0.1:8080/widget.js\" data-site=\"site_", embed, StringComparison.Ordinal);
        string secret = await DoneAsync("sites", "secret", "Shop");
        Assert.Equal(secret, await DoneAsync("sites", "secret", "Shop"));
        Assert.NotEqual(secret, await DoneAsync("sites", "secret", "Shop", "--rotate"));
        Assert.Contains("disabled", await DoneAsync("sites", "disable", "Shop"), StringComparison.Ordinal);
        (int code, _, string error) = await Program.RunAsync("sites", "add", "--name", "x", "--origins", "shop", "--data", _data);
        Assert.Equal(2, code);
        Assert.Contains("an origin is", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_of_somebody_unknown_is_empty() =>
        Assert.Empty(JsonSerializer.Deserialize<JsonElement>(await DoneAsync("export", "--visitor", "nobody"))
            .GetProperty("conversations").EnumerateArray());

    private async Task<string> DoneAsync(params string[] arguments)
    {
        (int code, string output, string error) = await Program.RunAsync([.. arguments, "--data", _data]);
        Assert.True(code == 0, error);
        return output;
    }
}
