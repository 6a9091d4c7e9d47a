using Microsoft.Playwright;

namespace Dispatcher.Browser.Tests;

/// <summary>What other pages in the same browser can do with the page of <c>workbench</c>: nothing.</summary>
public sealed class WorkbenchRefusalTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Routes = "version: 1\nroutes:\n  - { name: a, match: { object: a }, task: none }\n",
        Foreign = "http://other.example/";

    [RequiresBrowserFact]
    public async Task Without_the_token_there_is_no_page()
    {
        await using TheWorkbench workbench = await TheWorkbench.StartAsync(Routes);
        IPage page = await chromium.Browser.NewPageAsync();
        IResponse response = (await page.GotoAsync(new Uri(workbench.Address, "/").AbsoluteUri))!;
        Assert.Equal(403, response.Status);
        Assert.DoesNotContain("<script", await response.TextAsync(), StringComparison.Ordinal);
        await page.CloseAsync();
    }

    [RequiresBrowserFact]
    public async Task Another_origin_is_refused_even_with_the_token()
    {
        await using TheWorkbench workbench = await TheWorkbench.StartAsync(Routes);
        // A form needs no permission to be sent.
        IPage page = await ForeignPageAsync(
            $"<form method='post' enctype='text/plain' action='{workbench.Address}api/check'><button>go</button></form>"
        );
        IResponse response = await page.RunAndWaitForResponseAsync(
            () => page.GetByRole(AriaRole.Button).ClickAsync(),
            response => response.Url.EndsWith("/api/check", StringComparison.Ordinal)
        );
        Assert.Equal("http://other.example", (await response.Request.AllHeadersAsync())["origin"]);
        Assert.Equal(403, response.Status);
        await page.CloseAsync();
    }

    [RequiresBrowserFact]
    public async Task Another_page_cannot_frame_it()
    {
        await using TheWorkbench workbench = await TheWorkbench.StartAsync(Routes);
        IPage page = await ForeignPageAsync($"<iframe src='{workbench.Address}'></iframe>");
        IFrame frame = page.Frames.Single(frame => frame != page.MainFrame);
        await frame.WaitForLoadStateAsync();
        Assert.Equal(0, await frame.Locator("#editor").CountAsync());
        await page.CloseAsync();
    }

    private async Task<IPage> ForeignPageAsync(string html)
    {
        IPage page = await chromium.Browser.NewPageAsync();
        await page.RouteAsync(Foreign, route =>
            route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = html })
        );
        await page.GotoAsync(Foreign);
        return page;
    }
}
