using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dispatcher.Browser.Tests;

/// <summary>The page of <c>workbench</c> as a person uses it.</summary>
[Collection(SalesCollection.Name)]
public sealed class WorkbenchPageTests(SalesWorkbench workbench)
{
    [RequiresBrowserFact]
    public async Task A_typed_name_shows_its_route_and_what_the_groups_capture()
    {
        await using ThePage page = await ThePage.OpenAsync(Chromium.Browser, workbench);
        ILocator name = await page.NameAsync("orders/de/17.csv");
        await Expect(name.Locator(".verdict")).ToHaveTextAsync("dispatched by orders in landing");
        await Expect(name.Locator(".legend > span")).ToHaveTextAsync(["country = de", "id = 17"]);
        await Expect(name.Locator(".paint > span[class]:not([class=''])")).ToHaveTextAsync(["de", "17"]);
    }

    [RequiresBrowserFact]
    public async Task A_name_that_no_route_takes_shows_the_nearest_route()
    {
        await using ThePage page = await ThePage.OpenAsync(Chromium.Browser, workbench);
        ILocator name = await page.NameAsync("orders/de/x.csv");
        await Expect(name.Locator(".verdict")).ToContainTextAsync("unmatched");
        await Expect(name.Locator(".nearest")).ToContainTextAsync("orders");
    }

    [RequiresBrowserFact]
    public async Task A_broken_pattern_is_shown_at_its_place()
    {
        await using ThePage page = await ThePage.OpenAsync(Chromium.Browser, workbench);
        ILocator name = await page.NameAsync("orders/de/17.csv");
        await Expect(name.Locator(".paint > [class^=g]")).ToHaveCountAsync(2);
        await page.RewriteAsync("returns/", "      object: returns/[a-z{2}/");
        await Expect(page.Findings).ToHaveCountAsync(1);
        await Expect(page.Findings).ToContainTextAsync("routes/sales.yaml:12:");
        await Expect(page.Findings).ToContainTextAsync("error RD102");
        await Expect(page.Line("returns/")).ToHaveClassAsync("error");
        await Expect(page.State).ToHaveTextAsync("the routes do not load: 1 error");
        await Expect(name).ToContainTextAsync("the routes do not load");
        await Expect(name.Locator(".paint > [class^=g]")).ToHaveCountAsync(0);
        await page.Findings.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.Editor).ToBeFocusedAsync();
    }

    [RequiresBrowserFact]
    public async Task An_overlap_is_proved_by_a_name_that_can_be_tried()
    {
        await using ThePage page = await ThePage.OpenAsync(Chromium.Browser, workbench);
        await page.RewriteAsync("returns/", @"      object: orders/d[a-z]/.+");
        ILocator overlap = page.Findings.Filter(new LocatorFilterOptions { HasText = "RD508" });
        await Expect(overlap).ToHaveCountAsync(1);
        ILocator witness = overlap.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "try orders/d" });
        await witness.ClickAsync();
        await Expect(page.Page.Locator("#names > li").Last.Locator(".verdict"))
            .ToHaveTextAsync("dispatched by orders in landing");
    }

    [RequiresBrowserFact]
    public async Task The_request_is_the_one_that_dry_run_prints()
    {
        const string Name = "orders/de/17.csv";
        await using ThePage page = await ThePage.OpenAsync(Chromium.Browser, workbench);
        ILocator name = await page.NameAsync(Name);
        await name.GetByText("request of orders").ClickAsync();
        string? shown = await name.Locator("pre.request").TextContentAsync();
        JsonNode printed = JsonNode.Parse(
            await workbench.PrintedByAsync("dry-run", "--object", Name, "--format", "json")
        )!;
        JsonNode request = printed["runs"]![0]!["request"]!;
        Assert.True(JsonNode.DeepEquals(request, JsonNode.Parse(shown!)), $"{shown}\nis not\n{request}");
    }

    [RequiresBrowserFact]
    public async Task An_edit_is_in_the_file_once_it_is_saved_and_not_before()
    {
        await using ThePage page = await ThePage.OpenAsync(Chromium.Browser, workbench);
        await page.RewriteAsync("returns/", @"      object: returned/[a-z]{2}/\d+\.csv");
        ILocator name = await page.NameAsync("returned/de/17.csv");
        await Expect(name.Locator(".verdict")).ToContainTextAsync("by returns");
        Assert.Equal(SalesWorkbench.Yaml, await File.ReadAllTextAsync(workbench.RouteFile));
        try
        {
            await page.Page.Keyboard.PressAsync("Control+s");
            await Expect(page.State).ToHaveTextAsync("saved: routes/sales.yaml");
            Assert.Equal(
                SalesWorkbench.Yaml.Replace("returns/", "returned/", StringComparison.Ordinal),
                await File.ReadAllTextAsync(workbench.RouteFile)
            );
        }
        finally
        {
            await File.WriteAllTextAsync(workbench.RouteFile, SalesWorkbench.Yaml);
        }
    }

    [RequiresBrowserFact]
    public async Task Names_are_written_without_a_mouse()
    {
        await using ThePage page = await ThePage.OpenAsync(Chromium.Browser, workbench);
        ILocator names = page.Page.Locator("#names textarea");
        await names.First.FocusAsync();
        await page.Page.Keyboard.TypeAsync("orders/de/1.csv");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.Keyboard.TypeAsync("returns/de/2.csv");
        await Expect(page.Page.Locator("#names .taker")).ToHaveTextAsync(["orders", "returns"]);
        await page.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(names.First).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Alt+Delete");
        await Expect(page.Page.Locator("#names .taker")).ToHaveTextAsync(["returns"]);
    }

    [RequiresBrowserFact]
    public async Task The_map_leads_from_bucket_to_route_to_task()
    {
        await using ThePage page = await ThePage.OpenAsync(Chromium.Browser, workbench);
        await Expect(page.Page.Locator("#map g > text"))
            .ToHaveTextAsync(["landing", "orders", "returns", "load-orders", "load-returns"]);
    }

    [RequiresBrowserFact]
    public async Task A_list_that_is_pasted_is_a_name_a_line_and_names_are_asked_about_when_they_come_into_view()
    {
        await using ThePage page = await ThePage.OpenAsync(Chromium.Browser, workbench);
        await page.PasteNamesAsync(string.Join('\n', Enumerable.Range(1, 300).Select(id => $"orders/de/{id}.csv")));
        ILocator names = page.Page.Locator("#names > li");
        await Expect(names).ToHaveCountAsync(300);
        await Expect(names.Last.Locator(".taker")).ToHaveTextAsync("orders");
        await Expect(names.Nth(150).Locator(".taker")).ToHaveCountAsync(0);
        ILocator legend = names.Nth(150).Locator(".legend > span");
        // Names above it become higher as they are answered, which may move it out of view again.
        for (int look = 0; look < 100 && await legend.CountAsync() == 0; look++)
        {
            await names.Nth(150).ScrollIntoViewIfNeededAsync();
            await Task.Delay(200);
        }

        await Expect(legend).ToHaveTextAsync(["country = de", "id = 151"]);
    }

    [RequiresBrowserFact]
    public async Task A_list_that_is_too_long_is_cut_and_the_page_says_so()
    {
        await using ThePage page = await ThePage.OpenAsync(Chromium.Browser, workbench);
        await page.PasteNamesAsync(string.Join('\n', Enumerable.Range(1, 5_002).Select(id => $"orders/de/{id}.csv")));
        await Expect(page.State).ToHaveTextAsync("the page holds 5000 names; 2 of the list are left out");
        await Expect(page.Page.Locator("#names > li")).ToHaveCountAsync(5_000);
    }

    // The characters that turn the direction of text, the end of a line, a blank of no width, a wide blank.
    [RequiresBrowserTheory]
    [InlineData("orders/de/\u202Evsc.17.csv", "orders/de/<U+202E>vsc.17.csv")]
    [InlineData("orders/\u2066de\u2069/17.csv", "orders/<U+2066>de<U+2069>/17.csv")]
    [InlineData("orders/de/1\u200B7.csv\u0085", "orders/de/1<U+200B>7.csv<U+0085>")]
    [InlineData("orders/\u05D0\u05D1/\u300017.csv", "orders/\u05D0\u05D1/<U+3000>17.csv")]
    public async Task A_character_that_does_not_print_is_seen_and_never_acts(string written, string shown)
    {
        await using ThePage page = await ThePage.OpenAsync(Chromium.Browser, workbench);
        await page.RewriteAsync("returns/", "      object: orders/.+");
        ILocator name = await page.NameAsync("");
        await page.Page.Keyboard.InsertTextAsync(written);
        await Expect(name.Locator(".taker")).ToHaveTextAsync("returns");
        await Expect(name.Locator(".reason").First).ToHaveTextAsync($"with characters that do not print: {shown}");
        await Expect(name.Locator(".unseen")).Not.ToHaveCountAsync(0);
        // The same in the route file.
        await page.RewriteAsync("load-returns", "    task: { workspace: ws, application: app, key: load }  # ");
        await page.Page.Keyboard.InsertTextAsync(written);
        await Expect(page.Line("key: load }")).Not.ToHaveTextAsync(written);
        string all = await page.Page.EvaluateAsync<string>(
            "() => document.body.textContent + [...document.querySelectorAll('textarea')].map(area => area.value)"
        );
        Assert.DoesNotMatch("[\u0085\u200B\u202E\u2066-\u2069\u3000]", all);
    }

    [RequiresBrowserFact]
    public async Task Routes_that_do_not_load_are_mended_on_the_page()
    {
        await File.WriteAllTextAsync(
            workbench.RouteFile,
            SalesWorkbench.Yaml.Replace("version: 1", "version: 2", StringComparison.Ordinal)
        );
        try
        {
            await using ThePage page = await ThePage.OpenAsync(Chromium.Browser, workbench, isProved: false);
            await Expect(page.State).ToHaveTextAsync("the routes do not load: 1 error");
            await Expect(page.Page.Locator("#map")).ToContainTextAsync("The map is drawn once the routes load.");
            await Expect(page.Page.Locator("#names textarea")).ToHaveValueAsync("");
            await page.RewriteAsync("version: 2", "version: 1");
            await page.ProvedAsync();
            await Expect(page.Page.Locator("#map g > text")).ToHaveCountAsync(5);
        }
        finally
        {
            await File.WriteAllTextAsync(workbench.RouteFile, SalesWorkbench.Yaml);
        }
    }
}
