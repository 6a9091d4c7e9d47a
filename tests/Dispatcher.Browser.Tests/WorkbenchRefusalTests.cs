using Microsoft.Playwright;

namespace Dispatcher.Browser.Tests;

/// <summary>What other pages in the same browser can do with the page of <c>workbench</c>: nothing.</summary>
[Collection(SalesCollection.Name)]
public sealed class WorkbenchRefusalTests(SalesWorkbench workbench)
{
    private const string Foreign = "http://other.example/";

    [RequiresBrowserFact]
    public async Task Without_the_token_there_is_no_page()
    {
        IPage page = await Chromium.Browser.NewPageAsync();
        IResponse response = (await page.GotoAsync(new Uri(workbench.Address, "/").AbsoluteUri))!;
        Assert.Equal(403, response.Status);
        Assert.DoesNotContain("<script", await response.TextAsync(), StringComparison.Ordinal);
        await page.CloseAsync();
    }

    [RequiresBrowserFact]
    public async Task Another_origin_is_refused_even_with_the_token()
    {
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

    // DNS rebinding: the name of another site leads to this machine.
    [RequiresBrowserFact]
    public async Task Under_another_name_there_is_no_page_even_with_the_token()
    {
        IPage page = await Chromium.Browser.NewPageAsync();
        var rebound = new UriBuilder(workbench.Address) { Host = Chromium.ReboundHost };
        IResponse response = (await page.GotoAsync(rebound.Uri.AbsoluteUri))!;
        Assert.Equal(403, response.Status);
        Assert.DoesNotContain("<script", await response.TextAsync(), StringComparison.Ordinal);
        await page.CloseAsync();
    }

    // The page itself, which has the token, sends more than it may.
    [RequiresBrowserFact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        await using ThePage page = await ThePage.OpenAsync(Chromium.Browser, workbench, mayFail: true);
        string answer = await page.Page.EvaluateAsync<string>(
            """
            async size => {
                const body = JSON.stringify({ names: ["a".repeat(size)] });
                const headers = { "content-type": "application/json" };
                try {
                    return String((await fetch("api/check", { method: "POST", headers, body })).status);
                } catch {
                    return "closed";
                }
            }
            """,
            5 * 1024 * 1024
        );
        // The command may close the connection while the browser still sends.
        Assert.Contains(answer, (string[])["413", "closed"]);
    }

    [RequiresBrowserFact]
    public async Task Another_page_cannot_frame_it()
    {
        IPage page = await ForeignPageAsync($"<iframe src='{workbench.Address}'></iframe>");
        IFrame frame = page.Frames.Single(frame => frame != page.MainFrame);
        await frame.WaitForLoadStateAsync();
        Assert.Equal(0, await frame.Locator("#editor").CountAsync());
        await page.CloseAsync();
    }

    private static async Task<IPage> ForeignPageAsync(string html)
    {
        IPage page = await Chromium.Browser.NewPageAsync();
        await page.RouteAsync(Foreign, route =>
            route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = html })
        );
        await page.GotoAsync(Foreign);
        return page;
    }
}
