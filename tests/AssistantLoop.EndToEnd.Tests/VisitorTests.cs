using System.Text.Json;
using Microsoft.Playwright;

namespace AssistantLoop.EndToEnd.Tests;

public sealed class VisitorTests
{
    private const string Question = "How much does standard shipping cost?";

    [Theory]
    [InlineData(1280, 800, "visitor")]
    [InlineData(390, 844, "visitor-phone")]
    public async Task A_visitor_asks_reads_the_source_rates_and_suggests_and_finds_it_all_after_a_reload(
        int width, int height, string shot)
    {
        await using Server server = await Server.StartAsync();
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.OpenAsync(server.Url, width, height);
        Chat chat = new(page);
        await chat.OpenAsync();
        (string answer, int version) = await chat.AskAsync(Question);
        Assert.NotEmpty(answer);
        Assert.Equal(1, version);

        await chat.Last.Locator(".mark").First.ClickAsync();
        await Assertions.Expect(chat.Last.Locator("details[open] p").First).ToContainTextAsync("4.90", new() { IgnoreCase = true });
        await Browser.ShootAsync(page, shot + "-cited");

        await chat.Last.GetByLabel("Bad answer").ClickAsync();
        await Assertions.Expect(chat.Last.GetByLabel("Bad answer")).ToHaveAttributeAsync("aria-pressed", "true");
        await chat.Last.GetByText("Suggest a better answer").ClickAsync();
        await chat.Last.GetByLabel("A better answer").FillAsync("Standard shipping costs 4.90 euros.");
        await chat.Last.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Assertions.Expect(chat.Last.GetByText("A person will look at it")).ToBeVisibleAsync();
        await Browser.ShootAsync(page, shot + "-suggested");

        JsonElement item = Assert.Single((await server.ApiAsync("/api/review")).GetProperty("items").EnumerateArray());
        Assert.Equal(
            (Question, "down", "Standard shipping costs 4.90 euros."),
            (item.GetProperty("question").GetString(), item.GetProperty("rating").GetString(), item.GetProperty("suggestion").GetString()));

        await page.ReloadAsync();
        await Assertions.Expect(chat.Last.Locator(".body")).ToHaveTextAsync(answer, new() { UseInnerText = true });
        await Assertions.Expect(chat.Last.GetByLabel("Bad answer")).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task Two_pages_of_one_conversation_show_the_same_answer()
    {
        await using Server server = await Server.StartAsync();
        await using Browser browser = await Browser.StartAsync();
        IPage first = await browser.OpenAsync(server.Url);
        Chat one = new(first);
        await one.OpenAsync();
        await one.AskAsync("How can I pay?");
        IPage second = await browser.OpenAsync(first.Context, server.Url);
        Chat two = new(second);
        await Assertions.Expect(two.Answers).ToHaveCountAsync(1);

        (string answer, _) = await one.AskAsync(Question);
        await Assertions.Expect(two.Answers).ToHaveCountAsync(2);
        await Assertions.Expect(two.Last).ToHaveAttributeAsync("data-state", "complete");
        await Assertions.Expect(two.Last.Locator(".body")).ToHaveTextAsync(answer, new() { UseInnerText = true });
    }
}
