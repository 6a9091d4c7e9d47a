using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dispatcher.Browser.Tests;

/// <summary>The page of <c>workbench</c> as a person uses it.</summary>
public sealed class WorkbenchPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Sales = """
        version: 1
        routes:
          - name: orders
            match:
              bucket: landing
              object: orders/(?<country>[a-z]{2})/(?<id>\d+)\.csv
            task: { workspace: ws, application: app, key: load-orders }
            bindings: { COUNTRY: "{{ groups.country }}", ID: "{{ groups.id }}" }
          - name: returns
            match:
              bucket: landing
              object: returns/[a-z]{2}/\d+\.csv
            task: { workspace: ws, application: app, key: load-returns }
        """;

    [RequiresBrowserFact]
    public async Task A_typed_name_shows_its_route_and_what_the_groups_capture()
    {
        await using TheWorkbench workbench = await TheWorkbench.StartAsync(Sales);
        await using ThePage page = await ThePage.OpenAsync(chromium.Browser, workbench);
        ILocator name = await page.NameAsync("orders/de/17.csv");
        await Expect(name.Locator(".verdict")).ToHaveTextAsync("dispatched by orders in landing");
        await Expect(name.Locator(".legend > span")).ToHaveTextAsync(["country = de", "id = 17"]);
        await Expect(name.Locator(".paint > span[class]:not([class=''])")).ToHaveTextAsync(["de", "17"]);
    }

    [RequiresBrowserFact]
    public async Task A_name_that_no_route_takes_shows_the_nearest_route()
    {
        await using TheWorkbench workbench = await TheWorkbench.StartAsync(Sales);
        await using ThePage page = await ThePage.OpenAsync(chromium.Browser, workbench);
        ILocator name = await page.NameAsync("orders/de/x.csv");
        await Expect(name.Locator(".verdict")).ToContainTextAsync("unmatched");
        await Expect(name.Locator(".nearest")).ToContainTextAsync("orders");
    }

    [RequiresBrowserFact]
    public async Task A_broken_pattern_is_shown_at_its_place()
    {
        await using TheWorkbench workbench = await TheWorkbench.StartAsync(Sales);
        await using ThePage page = await ThePage.OpenAsync(chromium.Browser, workbench);
        ILocator name = await page.NameAsync("orders/de/17.csv");
        await Expect(name.Locator(".paint > [class^=g]")).ToHaveCountAsync(2);
        await page.RewriteAsync("returns/", "      object: returns/[a-z{2}/");
        await Expect(page.Findings).ToHaveCountAsync(1);
        await Expect(page.Findings).ToContainTextAsync("routes/sales.yaml:12:");
        await Expect(page.Findings).ToContainTextAsync("error RD102");
        await Expect(page.Line("returns/")).ToHaveClassAsync("error");
        await Expect(page.State).ToHaveTextAsync("the routes do not load: 1 error");
        await Expect(name).ToContainTextAsync("the routes do not load");
        await Expect(name.Locator(".paint > *")).ToHaveCountAsync(0);
        await page.Findings.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.Editor).ToBeFocusedAsync();
    }

    [RequiresBrowserFact]
    public async Task An_overlap_is_proved_by_a_name_that_can_be_tried()
    {
        await using TheWorkbench workbench = await TheWorkbench.StartAsync(Sales);
        await using ThePage page = await ThePage.OpenAsync(chromium.Browser, workbench);
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
        await using TheWorkbench workbench = await TheWorkbench.StartAsync(Sales);
        await using ThePage page = await ThePage.OpenAsync(chromium.Browser, workbench);
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
        await using TheWorkbench workbench = await TheWorkbench.StartAsync(Sales);
        await using ThePage page = await ThePage.OpenAsync(chromium.Browser, workbench);
        await page.RewriteAsync("returns/", @"      object: returned/[a-z]{2}/\d+\.csv");
        ILocator name = await page.NameAsync("returned/de/17.csv");
        await Expect(name.Locator(".verdict")).ToContainTextAsync("by returns");
        Assert.Equal(Sales, await File.ReadAllTextAsync(workbench.RouteFile));
        await page.Page.Keyboard.PressAsync("Control+s");
        await Expect(page.State).ToHaveTextAsync("saved: routes/sales.yaml");
        Assert.Equal(
            Sales.Replace("returns/", "returned/", StringComparison.Ordinal),
            await File.ReadAllTextAsync(workbench.RouteFile)
        );
    }

    [RequiresBrowserFact]
    public async Task Names_are_written_without_a_mouse()
    {
        await using TheWorkbench workbench = await TheWorkbench.StartAsync(Sales);
        await using ThePage page = await ThePage.OpenAsync(chromium.Browser, workbench);
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
        await using TheWorkbench workbench = await TheWorkbench.StartAsync(Sales);
        await using ThePage page = await ThePage.OpenAsync(chromium.Browser, workbench);
        await Expect(page.Page.Locator("#map g > text"))
            .ToHaveTextAsync(["landing", "orders", "returns", "load-orders", "load-returns"]);
    }
}
