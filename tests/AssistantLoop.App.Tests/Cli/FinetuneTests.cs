using System.Diagnostics;
using System.Text.Json;
using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;

namespace AssistantLoop.App.Tests.Cli;

/// <summary>finetune, in processes of their own.</summary>
public sealed class FinetuneTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("assistantloop-finetune").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_killed_run_goes_on_from_its_checkpoint_and_gives_the_same_bytes()
    {
        string data = await WriteAsync(24);
        string[] Arguments(string output) =>
            ["finetune", data, "--batch", "2", "--epochs", "4", "--replay", "0", "--output", output];
        string whole = Path.Combine(_folder, "whole"), killed = Path.Combine(_folder, "killed");
        (int code, _, string error) = await Program.RunAsync(Arguments(whole));
        Assert.True(code == 0, error);

        // 40 steps, a checkpoint after 20 and 40.
        await KillAtAsync(Path.Combine(_folder, "killed.run", "checkpoints", "step-000020"), Arguments(killed));
        Assert.False(Directory.Exists(killed));
        (code, string output, error) = await Program.RunAsync(Arguments(killed));
        Assert.True(code == 0, error);
        Assert.Contains("40 steps", output, StringComparison.Ordinal);
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(whole, PeftAdapter.WeightsFileName), Stop),
            await File.ReadAllBytesAsync(Path.Combine(killed, PeftAdapter.WeightsFileName), Stop));
        Assert.Equal(40, File.ReadLines(Path.Combine(_folder, "killed.run", "log.jsonl")).Count());
    }

    [Fact]
    public async Task A_dry_run_tells_the_recipe_its_reasons_and_its_cost_and_writes_nothing()
    {
        string output = Path.Combine(_folder, "out");
        (int code, string text, string error) = await Program.RunAsync(
            "finetune", await WriteAsync(24), "--dry-run", "--json", "--output", output, "--rank", "300");
        Assert.True(code == 0, error);
        using JsonDocument json = JsonDocument.Parse(text);
        var reasons = json.RootElement.GetProperty("reasons").EnumerateArray()
            .ToDictionary(reason => reason.GetProperty("name").GetString()!, reason => reason);
        Assert.Equal("sft", reasons["objectives"].GetProperty("value").GetString());
        Assert.Equal("as asked for", reasons["rank"].GetProperty("why").GetString());
        Assert.True(json.RootElement.GetProperty("memoryBytes").GetInt64() > 100 << 20);
        Assert.Contains("Rank 300", json.RootElement.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public async Task A_DoRA_adapter_is_merged_into_a_model_of_its_own()
    {
        string adapter = Path.Combine(_folder, "dora"), merged = Path.Combine(_folder, "merged");
        (int code, string output, string error) = await Program.RunAsync(
            "finetune", await WriteAsync(12), "--dora", "--epochs", "1", "--output", adapter);
        Assert.True(code == 0, error);
        Assert.Contains("Held-out loss", output, StringComparison.Ordinal);
        (code, output, error) = await Program.RunAsync("models", "merge", adapter, merged);
        Assert.True(code == 0, error);
        using ModelFolder model = ModelFolder.Open(merged);
        Assert.NotEmpty(model.Tokenizer.Encode("What does item 3 cost?"));
    }

    [Fact]
    public async Task An_adapter_that_is_gone_on_from_keeps_its_shape()
    {
        string relevance = Path.Combine(Repository.Root, "models", "starter", "relevance"), samples = await WriteAsync(12);
        (int code, string output, string error) = await Program.RunAsync("finetune", samples, "--from", relevance, "--dry-run");
        Assert.True(code == 0, error);
        Assert.Matches(@"rank\s+32 .*as asked for", output);
        (code, _, error) = await Program.RunAsync("finetune", samples, "--from", relevance, "--rank", "8", "--dry-run");
        Assert.Equal(2, code);
        Assert.Contains("must be 32, as the adapter of --from has it", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("few.jsonl", "There are 3 examples; at least 10")]
    [InlineData("odd.jsonl", "odd.jsonl: line 1 is of no known kind")]
    [InlineData("empty.jsonl", "empty.jsonl: the file is empty")]
    [InlineData("missing.jsonl", "missing.jsonl: the file cannot be read")]
    [InlineData("good.jsonl --objective ppo", "There is no objective \"ppo\"")]
    [InlineData("good.jsonl --rank 0", "Rank must be from 1 to 4096; it is 0")]
    [InlineData("good.jsonl --device gpu", "The device is \"gpu\"; it must be cpu, cuda or cuda:N")]
    [InlineData("good.jsonl --from nowhere", "nowhere")]
    public async Task What_cannot_be_trained_on_is_one_line_and_exit_code_2(string line, string problem)
    {
        File.Move(await WriteAsync(3), Path.Combine(_folder, "few.jsonl"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "odd.jsonl"), "{\"question\":\"?\"}\n", Stop);
        await File.WriteAllTextAsync(Path.Combine(_folder, "empty.jsonl"), "\n", Stop);
        File.Move(await WriteAsync(12), Path.Combine(_folder, "good.jsonl"));
        string[] words = line.Split(' ');
        (int code, _, string error) = await Program.RunAsync(
            ["finetune", Path.Combine(_folder, words[0]), .. words.Skip(1), "--output", Path.Combine(_folder, "out")]);
        Assert.Equal(2, code);
        Assert.Single(error.Trim().Split('\n'));
        Assert.Contains(problem, error, StringComparison.Ordinal);
    }

    private static async Task KillAtAsync(string checkpoint, string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Program.Dll, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["ASSISTANTLOOP_HOME"] = Repository.Root;
        using Process process = Process.Start(start)!;
        try
        {
            for (int waited = 0; !Directory.Exists(checkpoint) && waited < 600; waited++) await Task.Delay(100, Stop);
            Assert.True(Directory.Exists(checkpoint), "There was no checkpoint within a minute.");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(Stop);
        }
    }

    private async Task<string> WriteAsync(int count)
    {
        string path = Path.Combine(_folder, $"samples-{count}.jsonl");
        await File.WriteAllLinesAsync(path, Enumerable.Range(0, count).Select(i => JsonSerializer.Serialize(new
        {
            messages = new[]
            {
                new { role = "user", content = $"What does item {i} cost?" },
                new { role = "assistant", content = $"Happy to help! Item {i} costs {7 * i} euros." },
            },
        })), Stop);
        return path;
    }
}
