using System.Collections.Immutable;
using Dispatcher.Analysis.Inference;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Spectre.Console;

namespace Dispatcher.Cli.Infer;

/// <summary>Proposed routes for people: the files that were written, or the levels of each pattern.</summary>
internal static class InferText
{
    /// <summary>The files, with the routes in them and how many names each is for.</summary>
    public static void WriteFiles(IAnsiConsole console, string folder, RouteProposal proposal)
    {
        foreach (ProposedFile file in proposal.Files)
        {
            new Line().Add(Path.Join(folder, file.Name), Styles.Strong).Write(console);
            foreach (InferredRoute route in proposal.Routes.Where(route => route.File == file.Name))
                new Line()
                    .Add("  " + route.Name, Styles.Name)
                    .Add($"  {route.Names.Length}  ", Styles.Faint)
                    .Add(route.Object)
                    .Write(console);
        }
    }

    /// <summary>Each route's patterns from the finest to the coarsest, with how many of all names each takes. The
    /// proposed one is marked.</summary>
    public static void WriteLevels(IAnsiConsole console, ImmutableArray<string> all, RouteProposal proposal)
    {
        int width = $"{all.Length}".Length;
        foreach (InferredRoute route in proposal.Routes)
        {
            new Line().Add(route.Name, Styles.Name).Add($"  such as {route.Names[0]}", Styles.Faint).Write(console);
            foreach (InferredLevel level in route.Levels(all))
            {
                bool isProposed = level.Object == route.Object;
                new Line()
                    .Add($"{(isProposed ? "*" : " ")} {$"{level.Taken}".PadLeft(width)}  ", Styles.Faint)
                    .Add(level.Object, isProposed ? Styles.Strong : Styles.Plain)
                    .Write(console);
            }
        }
    }

    /// <summary>The configuration that a translated route asks for, and the keys it does not use.</summary>
    public static void WriteConfiguration(TextWriter writer, OriginalFunction route)
    {
        writer.WriteLine($"route `{route.Route}`, in shadow; the function needs this configuration:");
        foreach ((string key, string value) in route.Configuration)
            writer.WriteLine($"  {key}={Quote.Line(value)}");
        if (!route.Unused.IsEmpty)
            writer.WriteLine(
                $"note: the original function did not have {string.Join(", ", route.Unused.Select(Quote.Line))}; "
                    + "the route does not use it"
            );
    }
}
