using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dispatcher.Browser.Tests;

/// <summary>The page over the sample routes, in light and dark, on a telephone and at twice the size: axe finds no
/// serious fault, and nothing is cut off. The pictures are in <c>artifacts/workbench</c>. With the variable RECORD
/// set, the README gets its own.</summary>
public sealed class WorkbenchLookTests(SampleWorkbench workbench)
    : IClassFixture<Chromium>,
        IClassFixture<SampleWorkbench>
{
    public static TheoryData<string, ColorScheme, int, int> Looks { get; } =
        new()
        {
            { "light", ColorScheme.Light, 1280, 800 },
            { "dark", ColorScheme.Dark, 1280, 800 },
            { "narrow", ColorScheme.Light, 360, 740 },
            { "twice", ColorScheme.Dark, 640, 400 },
        };

    [RequiresBrowserTheory]
    [MemberData(nameof(Looks))]
    public async Task The_page_can_be_read(string look, ColorScheme colours, int width, int height)
    {
        await using ThePage page = await ThePage.OpenAsync(
            Chromium.Browser,
            workbench,
            new BrowserNewContextOptions
            {
                ColorScheme = colours,
                ViewportSize = new ViewportSize { Width = width, Height = height },
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        if (look == "light" && Environment.GetEnvironmentVariable("RECORD") is { Length: > 0 })
            await PictureAsync(
                page,
                Path.Join(TheWorkbench.Repository, "docs", "images", "workbench.png"),
                whole: false
            );
        ILocator unmatched = await page.NameAsync("orders/2026-11-29.xls");
        await Expect(unmatched.Locator(".nearest")).ToBeVisibleAsync();
        await page.Page.Locator("#names > li").First.Locator("summary").First.ClickAsync();
        await page.Page.EvaluateAsync("() => { document.activeElement.blur(); scrollTo(0, 0); }");
        await page.ProvedAsync();
        Assert.Empty(await OutOfPlaceAsync(page.Page));
        string pictures = Path.Join(TheWorkbench.Repository, "artifacts", "workbench");
        Directory.CreateDirectory(pictures);
        await PictureAsync(page, Path.Join(pictures, $"{look}.png"), whole: false);
        await PictureAsync(page, Path.Join(pictures, $"{look}-whole.png"), whole: true);

        // An error in view, so that its colours are looked at as well.
        await page.RewriteAsync("version: 1", "version: 2");
        await Expect(page.Findings.First).ToContainTextAsync("RD007");
        await PictureAsync(page, Path.Join(pictures, $"{look}-error.png"), whole: false);
        Assert.Empty(await FaultsAsync(page.Page));
        Assert.Equal(
            width,
            await page.Page.EvaluateAsync<int>("() => Math.max(innerWidth, document.documentElement.scrollWidth)")
        );
    }

    // What of the map cannot be seen: parts that scrolling does not reach, labels that leave their boxes, and, where
    // there is room for the whole page, what is not in view without scrolling.
    private static Task<string[]> OutOfPlaceAsync(IPage page) =>
        page.EvaluateAsync<string[]>(
            """
            () => {
                const map = document.getElementById("map");
                const frame = map.getBoundingClientRect();
                const picture = map.querySelector("svg").getBoundingClientRect();
                const wrong = [];
                if (picture.width < 100) wrong.push("there is no map");
                if (picture.left < frame.left || picture.right > frame.left + map.clientLeft + map.scrollWidth + 1)
                    wrong.push("the map is wider than what scrolls");
                if (picture.top < frame.top || picture.bottom > frame.top + map.clientTop + map.scrollHeight + 1)
                    wrong.push("the map is higher than what scrolls");
                for (const part of map.querySelectorAll("g, svg > path, svg > text")) {
                    const box = part.getBoundingClientRect();
                    if (box.left < picture.left || box.right > picture.right || box.top < picture.top
                        || box.bottom > picture.bottom)
                        wrong.push(`outside of the map: ${part.textContent}`);
                }
                for (const node of map.querySelectorAll("g")) {
                    const box = node.querySelector("rect").getBoundingClientRect();
                    const label = node.querySelector("text").getBoundingClientRect();
                    if (label.left < box.left || label.right > box.right) wrong.push(`outside of its box: ${node.textContent}`);
                }
                if (innerWidth >= 960 && innerHeight >= 640) {
                    if (picture.bottom > Math.min(innerHeight, frame.bottom) || picture.right > frame.right)
                        wrong.push("the map is not in view as a whole");
                    if (document.documentElement.scrollHeight > innerHeight) wrong.push("the page scrolls");
                    const editor = document.getElementById("editor").clientHeight;
                    if (editor < 200) wrong.push(`the editor is ${editor} pixels high`);
                }
                return wrong;
            }
            """
        );

    private static Task<byte[]> PictureAsync(ThePage page, string path, bool whole) =>
        page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = whole });

    // What axe finds serious or critical: the rule, and the first element that breaks it.
    private static async Task<string[]> FaultsAsync(IPage page)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Chromium.Axe));
        JsonElement found = await page.EvaluateAsync<JsonElement>("() => axe.run()");
        Assert.NotEqual(0, found.GetProperty("passes").GetArrayLength());
        return
        [
            .. found
                .GetProperty("violations")
                .EnumerateArray()
                .Where(fault => fault.GetProperty("impact").GetString() is "serious" or "critical")
                .Select(fault =>
                    $"{fault.GetProperty("id")}: {fault.GetProperty("help")}: "
                    + string.Join(
                        "; ",
                        fault
                            .GetProperty("nodes")
                            .EnumerateArray()
                            .Select(node => $"{node.GetProperty("html")} ({node.GetProperty("failureSummary")})")
                    )
                ),
        ];
    }
}
