using Microsoft.Playwright;

namespace AssistantLoop.EndToEnd.Tests;

/// <summary>Debian's Chromium, driven by Playwright. Screenshots lie in artifacts/screenshots.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";
    private static readonly string s_shots = Path.Combine(Repository.Root, "artifacts", "screenshots");

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>Errors that pages wrote to their console.</summary>
    public List<string> Errors { get; } = [];

    public static async Task<Browser> StartAsync()
    {
        Assert.SkipUnless(File.Exists(Chromium), $"{Chromium} is not installed.");
        IPlaywright playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            // The sandbox needs rights that a container's root has not.
            Args = ["--no-sandbox"],
        }));
    }

    public async Task<IPage> OpenAsync(Uri address, int width = 1280, int height = 800)
    {
        IBrowserContext visitor = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height } });
        return await OpenAsync(visitor, address);
    }

    /// <summary>Another page of the same visitor, who shares what the browser remembers.</summary>
    public async Task<IPage> OpenAsync(IBrowserContext visitor, Uri address)
    {
        IPage page = await visitor.NewPageAsync();
        page.SetDefaultTimeout(30_000);
        page.PageError += (_, error) => Errors.Add(error);
        await page.GotoAsync(address.ToString());
        return page;
    }

    public static Task ShootAsync(IPage page, string name) =>
        page.ScreenshotAsync(new() { Path = Path.Combine(s_shots, name + ".png") });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
