using System.Globalization;
using System.Text.Json;
using Dispatcher.Cli.Backfilling;
using Spectre.Console;

namespace Dispatcher.Cli.Rendering;

/// <summary>A backfill's plan and result, for people and as JSON.</summary>
internal static class BackfillReport
{
    /// <summary>Writes the plan as text.</summary>
    public static void WritePlan(Terminal terminal, BackfillPlan plan)
    {
        IAnsiConsole console = Screen.Out(terminal);
        new Line().Add("objects    ", Styles.Faint).Add(Number(plan.Objects), Styles.Strong)
            .Add($"  of them {Number(plan.Matched)} start {Number(plan.Runs)} runs", Styles.Faint).Write(console);
        Write(console, "runs", plan.ByRoute, Styles.Good);
        Write(console, "unmatched, by nearest route and what failed", plan.Unmatched, Styles.Odd);
        Write(console, "rejected, by route and error", plan.Rejected, Styles.Bad);
    }

    /// <summary>Writes what was started as text.</summary>
    public static void WriteResult(Terminal terminal, BackfillSubmission done) => new Line()
        .Add("started    ", Styles.Faint).Add(Number(done.Started), Styles.Strong)
        .Add($"  succeeded {Number(done.Succeeded)}", Styles.Good)
        .Add($"  failed {Number(done.Failed)}", done.Failed > 0 ? Styles.Bad : Styles.Faint)
        .Add($"  going on {Number(done.Running)}", Styles.Faint)
        .Add($"  existed before {Number(done.Existed)}", Styles.Faint)
        .Add(done.FailedBefore > 0 ? $", {Number(done.FailedBefore)} of them failed and are left as they are" : "", Styles.Odd)
        .Write(Screen.Out(terminal));

    /// <summary>Writes both as one JSON object.</summary>
    public static void WriteJson(Terminal terminal, BackfillPlan plan, BackfillSubmission? done) => terminal.Out.WriteLine(JsonText.Compact(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("objects", plan.Objects);
        json.WriteNumber("matched", plan.Matched);
        json.WriteNumber("runs", plan.Runs);
        Write(json, "routes", "route", plan.ByRoute);
        Write(json, "unmatched", "nearest", plan.Unmatched);
        Write(json, "rejected", "reason", plan.Rejected);
        if (done is null)
        {
            json.WriteNull("submitted");
        }
        else
        {
            json.WriteStartObject("submitted");
            json.WriteNumber("started", done.Started);
            json.WriteNumber("succeeded", done.Succeeded);
            json.WriteNumber("failed", done.Failed);
            json.WriteNumber("running", done.Running);
            json.WriteNumber("existed", done.Existed);
            json.WriteNumber("failedBefore", done.FailedBefore);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }));

    private static void Write(IAnsiConsole console, string title, SortedDictionary<string, Tally> tallies, Style style)
    {
        if (tallies.Count == 0)
            return;
        console.WriteLine();
        new Line().Add(title, Styles.Faint).Write(console);
        foreach ((string key, Tally tally) in tallies.OrderByDescending(pair => pair.Value.Count))
        {
            new Line().Add($"{Number(tally.Count),11}  ", style).Add(key, Styles.Name).Add("  " + string.Join("  ", tally.Sample), Styles.Faint)
                .Add(tally.Count > tally.Sample.Count ? "  …" : "", Styles.Faint).Write(console);
        }
    }

    private static void Write(Utf8JsonWriter json, string list, string name, SortedDictionary<string, Tally> tallies)
    {
        json.WriteStartArray(list);
        foreach ((string key, Tally tally) in tallies)
        {
            json.WriteStartObject();
            json.WriteString(name, key);
            json.WriteNumber("count", tally.Count);
            json.WriteStartArray("sample");
            foreach (string one in tally.Sample)
                json.WriteStringValue(one);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Number(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
