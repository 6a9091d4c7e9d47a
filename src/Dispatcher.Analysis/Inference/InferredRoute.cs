using System.Collections.Immutable;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Inference;

/// <summary>A pattern on one level of abstraction, and how many of the given names it takes.</summary>
/// <param name="Object">The expression.</param>
/// <param name="Taken">The number of names.</param>
internal sealed record InferredLevel(string Object, int Taken);

/// <summary>A route that is proposed for some of the given names.</summary>
/// <param name="Name">The route's name.</param>
/// <param name="Parts">The pattern, part by part.</param>
/// <param name="Names">The names that it is for, in ordinal order.</param>
internal sealed record InferredRoute(string Name, ImmutableArray<NamePart> Parts, ImmutableArray<string> Names)
{
    /// <summary>The expression for <c>match.object</c>.</summary>
    public string Object { get; } = Expression(Parts, part => part.Expression);

    /// <summary>The groups of the pattern, in order.</summary>
    public ImmutableArray<NamePart> Groups { get; } = Parts.RemoveAll(part => part.Group is null);

    /// <summary>Routes behind this one that take some of its names as well.</summary>
    public ImmutableArray<string> Overrides { get; init; } = [];

    /// <summary>The file it stands in.</summary>
    public string File =>
        Parts is [{ Group: null } first, ..]
        && first.Literal.Split('/') is [var folder, _, ..]
        && RouteNames.Plain(folder) is { Length: > 0 } name
            ? name + ".yaml"
            : "zz-other.yaml";

    /// <summary>How much of the pattern is fixed; a route with more of it comes first.</summary>
    public int Fixed => Parts.Sum(part => 4 * part.Literal.Length) - Object.Count(c => c is '+' or '?');

    /// <summary>The pattern from the finest level, which takes values that are among the names, to the coarsest; each
    /// different expression once.</summary>
    /// <param name="all">All names that were given.</param>
    public ImmutableArray<InferredLevel> Levels(ImmutableArray<string> all) =>
        [
            .. new[]
            {
                Expression(Parts, part => part.Finer),
                Object,
                Expression(Parts, part => part.Coarser),
                Coarsest(),
            }
                .Distinct()
                .Select(expression => new InferredLevel(
                    expression,
                    Pattern.Parse(expression).Pattern is { } pattern ? all.Count(pattern.IsMatch) : 0
                )),
        ];

    // What stands before the first group, and the extension.
    private string Coarsest()
    {
        string first = Parts[0].Group is null ? Parts[0].Literal : "",
            last = Parts[^1].Group is null ? Parts[^1].Literal : "";
        int folders = first.LastIndexOf('/') + 1,
            dot = last.LastIndexOf('.');
        return Meant(
            LiteralPattern.Escaped(first[..folders]) + ".+" + (dot < 0 ? "" : LiteralPattern.Escaped(last[dot..]))
        );
    }

    private static string Expression(ImmutableArray<NamePart> parts, Func<NamePart, string> of) =>
        Meant(string.Concat(parts.Select(part => part.Pattern(of))));

    // A slash at the start, or a blank at an end, is hardly meant, unless it is written so that it must be.
    private static string Meant(string expression) =>
        expression switch
        {
            " " => "[ ]",
            [' ', .. var rest] => "[ ]" + Meant(rest),
            [.. var rest, ' '] => Meant(rest) + "[ ]",
            ['/', ..] => "(?:/)" + expression[1..],
            _ => expression,
        };
}
