using Dispatcher.Templates.Rendering;

namespace Dispatcher.Analysis.Images;

/// <summary>Evaluates an expression: its value for each kind of name that it tells apart.</summary>
/// <param name="expression">The expression.</param>
/// <param name="name">The names.</param>
internal delegate List<(Skeleton At, TemplateValue Is)> Evaluate(Expression expression, Skeleton name);

/// <summary>Values made of the values of other expressions.</summary>
internal static class Evaluations
{
    /// <summary>More kinds of names than these are not told apart.</summary>
    public const int MostWays = 64;

    /// <summary>What is made of the values of two expressions.</summary>
    public static List<(Skeleton, TemplateValue)> Pairs(
        this Evaluate evaluate,
        Expression left,
        Expression right,
        Skeleton name,
        Func<Skeleton, TemplateValue, TemplateValue, TemplateValue> join
    ) =>
        [
            .. evaluate(left, name)
                .SelectMany(a => evaluate(right, a.At).Select(b => (b.At, join(b.At, a.Is, b.Is))))
                .Take(MostWays + 1),
        ];

    /// <summary>What is made of each value of an expression.</summary>
    public static List<(Skeleton, TemplateValue)> Each(
        this Evaluate evaluate,
        Expression argument,
        Skeleton name,
        Func<Skeleton, TemplateValue, TemplateValue> make
    ) => [.. evaluate(argument, name).Select(found => (found.At, make(found.At, found.Is)))];
}
