using Dispatcher.Analysis.Mutations;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Routes;
using Spectre.Console;

namespace Dispatcher.Cli.Test;

/// <summary>The changes that no test notices, for people: by route, each with its place and, where it is known, a name
/// for a test that would notice it.</summary>
internal static class MutationText
{
    private const int MostShown = 20;

    /// <summary>Writes them and the sum.</summary>
    public static void Write(IAnsiConsole console, MutationReport report)
    {
        console.WriteLine();
        foreach (
            IGrouping<string, SurvivingMutant> route in report.Survived.GroupBy(
                survivor => survivor.Mutant.Original.Name,
                StringComparer.Ordinal
            )
        )
        {
            new Line().Add("no test notices, in ").Add(route.Key, Styles.Name).Write(console);
            foreach (SurvivingMutant survivor in route.Take(MostShown))
                Of(survivor).Write(console);
            if (route.Count() > MostShown)
                new Line()
                    .Add($"  and {route.Count() - MostShown} more; --format json has them all", Styles.Faint)
                    .Write(console);
            console.WriteLine();
        }

        int all = report.Noticed + report.Survived.Length + report.Unknown;
        new Line()
            .Add(
                $"{report.Noticed} of {all} small changes are noticed by a test",
                report.Survived.IsEmpty ? Styles.Good : Styles.Plain
            )
            .Write(console);
    }

    private static Line Of(SurvivingMutant survivor)
    {
        RouteMutant mutant = survivor.Mutant;
        Line line = new Line()
            .Add($"  {mutant.Position.Line}:{mutant.Position.Column} ", Styles.Faint)
            .Add($"{mutant.Part}: ")
            .Add(Quote.Line(mutant.Before), Styles.Strong);
        line =
            mutant.After.Length == 0
                ? line.Add(" left out")
                : line.Add(" → ").Add(Quote.Line(mutant.After), Styles.Odd);
        return survivor.Witness is { } witness
            ? line.Add($"; a test with {Place(mutant, witness)} would", Styles.Faint)
            : line;
    }

    // What a test has to say besides the name, because the change is there.
    private static string Place(RouteMutant mutant, EventDocument witness) =>
        Quote.Value(witness.Object)
        + (mutant.Key is not { } key || key == MatchKeys.Object ? EventKind(mutant, witness) : key.Place(witness));

    private static string EventKind(RouteMutant mutant, EventDocument witness) =>
        mutant.Part == RouteMutant.EventPart ? $", event: {witness.Kind.Word()}" : "";
}
