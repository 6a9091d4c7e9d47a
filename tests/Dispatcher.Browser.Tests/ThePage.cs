using Microsoft.Playwright;

namespace Dispatcher.Browser.Tests;

/// <summary>The page in a browser, found by what a person sees of it. When it is closed, nothing may have gone wrong in
/// the browser, and nothing may have been asked of another server.</summary>
internal sealed class ThePage : IAsyncDisposable
{
    // Machines that build are slow at times; nothing here waits longer than it must.
    private const float Patience = 30_000;
    private readonly IBrowserContext context;
    private readonly List<string> problems = [];

    private ThePage(IBrowserContext context, IPage page, TheWorkbench workbench, bool mayFail)
    {
        this.context = context;
        Page = page;
        page.PageError += (_, message) => problems.Add(message);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !mayFail)
                problems.Add(message.Text);
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(workbench.Address.AbsoluteUri, StringComparison.Ordinal))
                problems.Add($"asked for {request.Url}");
        };
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>The editor of the route file.</summary>
    public ILocator Editor => Page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = "Route file" });

    /// <summary>What is wrong with the routes.</summary>
    public ILocator Findings => Page.Locator("#findings > li");

    /// <summary>What the page is doing, or has done.</summary>
    public ILocator State => Page.GetByRole(AriaRole.Status);

    /// <summary>Opens the page and waits until it shows what is proved of the routes.</summary>
    public static async Task<ThePage> OpenAsync(
        IBrowser browser,
        TheWorkbench workbench,
        BrowserNewContextOptions? options = null,
        bool isProved = true,
        bool mayFail = false
    )
    {
        IBrowserContext context = await browser.NewContextAsync(options ?? new BrowserNewContextOptions());
        context.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        var page = new ThePage(context, await context.NewPageAsync(), workbench, mayFail);
        await page.Page.GotoAsync(workbench.Address.AbsoluteUri);
        if (isProved)
            await page.ProvedAsync();
        return page;
    }

    /// <summary>Waits until the routes are proved.</summary>
    /// <remarks>Asked at every frame; an expectation asks after 100, 250, 500 and then each 1000
    /// milliseconds.</remarks>
    public Task ProvedAsync() =>
        Page.WaitForFunctionAsync("() => document.getElementById('state').textContent.startsWith('proved: ')");

    /// <summary>The line of the editor that has this text.</summary>
    public ILocator Line(string text) => Editor.Locator("> div", new LocatorLocatorOptions { HasText = text });

    /// <summary>Writes into the only line of the editor that has this text, in its place.</summary>
    public async Task RewriteAsync(string text, string written)
    {
        await Line(text).ClickAsync();
        await Page.Keyboard.PressAsync("Home");
        await Page.Keyboard.PressAsync("Shift+End");
        await Page.Keyboard.TypeAsync(written);
    }

    /// <summary>Types a name into an entry of its own; gives the entry.</summary>
    public async Task<ILocator> NameAsync(string name)
    {
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Add a name" }).ClickAsync();
        await Page.Keyboard.TypeAsync(name);
        return Page.Locator("#names > li").Last;
    }

    /// <summary>Pastes a list into the last entry.</summary>
    public async Task PasteNamesAsync(string list)
    {
        await Page.Locator("#names textarea").Last.FocusAsync();
        await Page.EvaluateAsync(
            """
            list => {
                const clipboardData = new DataTransfer();
                clipboardData.setData("text/plain", list);
                const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
                document.activeElement.dispatchEvent(paste);
            }
            """,
            list
        );
    }

    public async ValueTask DisposeAsync()
    {
        await context.CloseAsync();
        Assert.Empty(problems);
    }
}
