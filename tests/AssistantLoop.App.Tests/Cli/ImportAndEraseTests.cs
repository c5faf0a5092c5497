using System.Text.Json;

namespace AssistantLoop.App.Tests.Cli;

/// <summary>import, conversations tasks and erase, in processes of their own.</summary>
public sealed class ImportAndEraseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("assistantloop-import").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder, "data");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Files_are_imported_told_listed_and_undone()
    {
        string csv = await WriteAsync("faq.csv", "question;answer\nPrice?;5 euros.\nSize?;\n");
        string chat = await WriteAsync(
            "chat.jsonl", """{"messages":[{"role":"user","content":"Do you sell lamps?"},{"role":"assistant","content":"Yes."}]}""");

        (int Code, string Output, string Error) trial = await RunAsync("import", csv, chat, "--dry-run");
        Assert.Contains("faq.csv: 1 rows would be added, 0 known, 1 of 2 lines refused", trial.Output, StringComparison.Ordinal);
        (int Code, string Output, string Error) real = await RunAsync("import", csv, chat);

        Assert.Equal(1, real.Code);
        Assert.Contains("faq.csv: 1 rows added, 0 known, 1 of 2 lines refused", real.Output, StringComparison.Ordinal);
        Assert.Contains("faq.csv: line 3: the answer is empty", real.Error, StringComparison.Ordinal);
        Assert.Contains("chat.jsonl: 0 rows added, 1 known", (await RunAsync("import", chat)).Output, StringComparison.Ordinal);
        JsonElement tasks = await JsonAsync("conversations", "tasks", "--imported", "--json");
        Assert.Equal(["Do you sell lamps?", "Price?"], tasks.EnumerateArray().Select(task => task.GetProperty("question").GetString()).Order());
        JsonElement listed = await JsonAsync("import", "--list", "--json");
        Assert.Equal(["chat.jsonl", "faq.csv"], listed.EnumerateArray().Select(import => import.GetProperty("fileName").GetString()).Order());
        string id = listed.EnumerateArray().First().GetProperty("id").GetString()!;
        Assert.Equal(0, (await RunAsync("import", "--undo", id)).Code);
        Assert.Equal(2, (await RunAsync("import", "--undo", id)).Code);
    }

    [Theory]
    [InlineData("there is no such file", "import", "/nowhere.csv")]
    [InlineData("name at least one file", "import")]
    [InlineData("neither JSON lines nor CSV", "import", "FILE")]
    [InlineData("setting 'policy': must be retire, retrain or list", "erase", "v", "--policy", "forget")]
    [InlineData("setting 'limit'", "conversations", "tasks", "--limit", "0")]
    public async Task Bad_input_is_one_line_and_exit_code_2(string problem, params string[] arguments)
    {
        string file = await WriteAsync("notes.txt", "just words\n");
        (int code, string output, string error) = await RunAsync([.. arguments.Select(argument => argument == "FILE" ? file : argument)]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(problem, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erasing_a_visitor_who_left_nothing_says_so()
    {
        JsonElement report = await JsonAsync("erase", "nobody", "--json");
        Assert.Equal(0, report.GetProperty("removed").GetProperty("messages").GetInt32());
        Assert.Contains("Would erase 0 conversations", (await RunAsync("erase", "nobody", "--dry-run")).Output, StringComparison.Ordinal);
    }

    private async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        (int code, string output, string error) = await RunAsync(arguments);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output).RootElement;
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) =>
        Program.RunAsync([.. arguments, "--data", Data]);

    private async Task<string> WriteAsync(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, text, Stop);
        return path;
    }
}
