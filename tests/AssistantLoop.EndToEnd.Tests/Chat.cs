using Microsoft.Playwright;

namespace AssistantLoop.EndToEnd.Tests;

/// <summary>The widget on a page, used as a visitor uses it.</summary>
internal sealed class Chat(IPage page)
{
    public ILocator Answers => page.Locator(".message.assistant");

    public ILocator Last => Answers.Last;

    public ILocator Box => page.GetByLabel("Your message");

    /// <summary>Opens the widget by keyboard alone.</summary>
    public async Task OpenAsync()
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Chat with us" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Box).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator(".welcome")).ToBeVisibleAsync();
    }

    /// <summary>Types a question, sends it with Enter and waits until an answer is begun.</summary>
    /// <returns>The answers there are, the new one counted.</returns>
    public async Task<int> SendAsync(string question)
    {
        int answers = await Answers.CountAsync() + 1;
        await Box.FillAsync(question);
        await Box.PressAsync("Enter");
        await Assertions.Expect(Answers).ToHaveCountAsync(answers);
        return answers;
    }

    /// <summary>Types a question, sends it with Enter and waits for the whole answer.</summary>
    /// <returns>The answer's text, and the number of the version that wrote it.</returns>
    public async Task<(string Text, int Version)> AskAsync(string question)
    {
        await SendAsync(question);
        await Assertions.Expect(Last).ToHaveAttributeAsync("data-state", "complete", new() { Timeout = 30_000 });
        return (
            await Last.Locator(".body").InnerTextAsync(),
            int.Parse((await Last.GetAttributeAsync("data-version"))!, System.Globalization.CultureInfo.InvariantCulture));
    }
}
