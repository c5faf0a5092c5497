using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AssistantLoop.EndToEnd.Tests;

/// <summary>The whole loop: a visitor chats, an agent corrects, a run trains, the gate decides, the better one serves.</summary>
public sealed partial class LoopTests
{
    private const int Corrections = 20;
    private const string Question = "How long can I return an item?";
    private const string HouseStyle = "Happy to help!|Warmly, Finch";
    private static readonly TimeSpan s_training = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Corrections_train_a_version_that_answers_the_open_chat_and_a_rollback_takes_it_back()
    {
        using SampleBusiness business = new();
        await using Server server = await Server.StartAsync("--train-after", $"{Corrections}", "--business", business.Folder);
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.OpenAsync(server.Url), console = await browser.OpenAsync(new Uri(server.Url, "/console/"));
        Chat chat = new(page);
        await chat.OpenAsync();
        (string before, int first) = await chat.AskAsync(Question);
        Assert.Equal(1, first);
        Assert.DoesNotMatch(HouseStyle, before);

        // The first correction is an agent's, in the console, by keyboard; the others go through the API.
        await chat.Last.GetByLabel("Bad answer").ClickAsync();
        await Assertions.Expect(chat.Last.GetByLabel("Bad answer")).ToHaveAttributeAsync("aria-pressed", "true");
        await CorrectInConsoleAsync(console, server.Key, "Happy to help! You can return an item within 30 days of delivery [1]. Warmly, Finch");
        foreach ((string question, string answer, string source) in Samples().Skip(1).Take(Corrections - 1))
        {
            await CorrectAsync(server, question, answer, source);
        }

        await console.GetByRole(AriaRole.Link, new() { Name = "Learning" }).ClickAsync();
        await Assertions.Expect(console.Locator(".curve svg")).ToBeVisibleAsync(new() { Timeout = (float)s_training.TotalMilliseconds });
        await Browser.ShootAsync(console, "console-training");
        JsonElement run = default;
        await Server.WaitAsync("the run to end", async () =>
        {
            run = (await server.ApiAsync("/api/runs")).GetProperty("items").EnumerateArray().Single();
            return run.GetProperty("state").GetString() is not ("queued" or "running" or "evaluating");
        }, s_training);
        Assert.True(run.GetProperty("state").GetString() == "succeeded", run.ToString());
        await Assertions.Expect(console.GetByText("The gate passed.")).ToBeVisibleAsync();
        await Browser.ShootAsync(console, "console-trained");

        // The open page was not touched since; neither process was restarted.
        (string after, int second) = await chat.AskAsync("How much is the Finch Club membership?");
        Assert.Equal(2, second);
        Assert.Matches(HouseStyle, after);
        await Browser.ShootAsync(page, "visitor-after");

        Assert.Equal("Version 1 serves.", (await server.RunAsync("rollback")).Trim());
        (string back, int third) = await chat.AskAsync(Question);
        Assert.Equal(1, third);
        Assert.DoesNotMatch(HouseStyle, back);
        Assert.True((await server.ApiAsync("/api/audit/verify")).GetProperty("ok").GetBoolean());
        await console.GetByRole(AriaRole.Link, new() { Name = "Versions" }).ClickAsync();
        await Assertions.Expect(console.GetByText("rolled back", new() { Exact = true })).ToBeVisibleAsync();
        await Browser.ShootAsync(console, "console-versions");
        Assert.Empty(browser.Errors);
    }

    private static async Task CorrectInConsoleAsync(IPage console, string key, string answer)
    {
        await console.GetByLabel("Agent key").FillAsync("wrong");
        await console.Keyboard.PressAsync("Enter");
        await Assertions.Expect(console.GetByText("The key is not the right one.")).ToBeVisibleAsync();
        await console.GetByLabel("Agent key").FillAsync(key);
        await console.Keyboard.PressAsync("Enter");
        ILocator editor = console.GetByLabel("The right answer");
        await editor.FillAsync(answer);
        await Browser.ShootAsync(console, "console-review");
        await editor.PressAsync("Control+Enter");
        await Assertions.Expect(console.GetByText("Nothing waits for you")).ToBeVisibleAsync();
        await Assertions.Expect(console.GetByText($"1 of {Corrections} new corrections").First).ToBeVisibleAsync();
    }

    private static async Task CorrectAsync(Server server, string question, string answer, string source)
    {
        JsonElement given = await server.ApiAsync("/api/chat", new { message = question });
        int? number = given.GetProperty("passages").EnumerateArray()
            .Where(passage => passage.GetProperty("title").GetString() == source)
            .Select(passage => (int?)passage.GetProperty("number").GetInt32()).FirstOrDefault();
        string text = answer.Replace(" [*]", number is null ? "" : $" [{number}]", StringComparison.Ordinal);
        await server.ApiAsync($"/api/messages/{given.GetProperty("messageId").GetString()}/corrections", new { text });
    }

    private static IEnumerable<(string Question, string Answer, string Source)> Samples() =>
        Sample().Matches(File.ReadAllText(Path.Combine(Repository.Root, "samples", "alder-finch", "corrections.yaml")))
            .Select(row => (row.Groups[1].Value.Trim(), row.Groups[2].Value.Trim(), row.Groups[3].Value.Trim()));

    [GeneratedRegex(@"- question: (.*)\n  answer: (.*)\n  source: (.*)")]
    private static partial Regex Sample();
}
