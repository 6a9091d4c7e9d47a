using System.Collections.Immutable;
using Dispatcher.Analysis.Images;
using Dispatcher.Analysis.Mutations;
using Dispatcher.Patterns.Syntax;
using Dispatcher.Routes;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Analysis.Diff;

/// <summary>Whether two routes of one name render the same request for every event that both match, by the normal form
/// of their templates: text and captures by position, whatever groups and variables are called.</summary>
/// <remarks>proofs-v1. "Yes" is a proof; "no" is none.</remarks>
internal static class SameRequests
{
    /// <summary>The answer.</summary>
    public static bool Are(Route was, Route now)
    {
        if (
            was.Name != now.Name
            || was.MaxLength != now.MaxLength
            || was.Match.Object.Length != now.Match.Object.Length
            || was.Bindings.Length != now.Bindings.Length
            || was.Task is not { } before
            || now.Task is not { } after
            || !was.Match.Object.Zip(now.Match.Object).All(pair => Shape(pair.First) == Shape(pair.Second))
        )
            return false;
        var sides = new Sides(was, now, WriteImage.NamesOf(was), WriteImage.NamesOf(now));
        if (was.Group is not null || now.Group is not null)
        {
            if (was.Group is not { } group || now.Group is not { } groupNow || !Same(sides, group, groupNow))
                return false;
            // The key of a group is one in both, so that it stands for itself.
            sides = new Sides(was, now, AnyKey, AnyKey);
        }

        ILookup<string, RouteBinding> bindings = now.Bindings.ToLookup(binding => binding.Parameter);
        return sides.Same(before.Key, after.Key)
            && sides.Same(before.Workspace, after.Workspace)
            && sides.Same(before.Application, after.Application)
            && sides.Same(before.Name, after.Name)
            && sides.Same(before.Description, after.Description)
            && was.Bindings.All(binding =>
                bindings[binding.Parameter].SingleOrDefault() is { } other
                && binding.Kind == other.Kind
                && binding.Type == other.Type
                && binding.Optional == other.Optional
                && sides.Same(binding.Value, other.Value)
            );
    }

    private static readonly ImmutableArray<Skeleton> AnyKey =
    [
        new([NamePart.Of(Languages.Anything)], ImmutableDictionary<string, Capture>.Empty),
    ];

    private static bool Same(Sides sides, RouteGrouping was, RouteGrouping now) =>
        was.Quiet == now.Quiet
        && was.AtMost == now.AtMost
        && sides.Same(was.By, now.By)
        && sides.Same(was.Complete?.Part, now.Complete?.Part)
        && (was.Complete?.Of ?? []).SequenceEqual(now.Complete?.Of ?? []);

    // The expression with its groups, but without their names: what is captured, and which way is preferred.
    private static string Shape(PlacedPattern placed) =>
        $"{placed.Pattern.IgnoreCase} {PatternText.Of(Unnamed(placed.Pattern.Root))}";

    private static PatternNode Unnamed(PatternNode node) =>
        node switch
        {
            SequenceNode sequence => new SequenceNode([.. sequence.Items.Select(Unnamed)]),
            ChoiceNode choice => new ChoiceNode([.. choice.Branches.Select(Unnamed)]),
            RepeatNode repeat => repeat with { Body = Unnamed(repeat.Body) },
            GroupNode group => new GroupNode(Unnamed(group.Body), null),
            _ => node,
        };

    private sealed class Sides(
        Route was,
        Route now,
        ImmutableArray<Skeleton> namesBefore,
        ImmutableArray<Skeleton> namesAfter
    )
    {
        private readonly TemplateImages before = new(was, null);
        private readonly TemplateImages after = new(now, null);

        public bool Same(PlacedTemplate? one, PlacedTemplate? other)
        {
            if (one is null || other is null)
                return one is null && other is null;
            if (one.Template.IsLiteral && other.Template.IsLiteral)
                return one.Template.Text == other.Template.Text;
            // What only look-ups make that mean the same in both is the same where it is written alike.
            if (
                one.Template.Text == other.Template.Text
                && one.Template.References.All(reference => reference.Root is not ("groups" or "vars" or "route"))
            )
                return true;
            return IsObjectName(one) == IsObjectName(other)
                && namesBefore.Length == namesAfter.Length
                && namesBefore
                    .Zip(namesAfter)
                    .All(pair =>
                        // Of a template with a condition, more than the texts would have to be compared.
                        before.Of(one.Template, pair.First)
                            is [var a]
                        && after.Of(other.Template, pair.Second) is [var b]
                        && Same(a, b)
                        && !MayBeRefused(a, hasVars: LooksUpVars(one) || LooksUpVars(other))
                    );
        }

        private static bool LooksUpVars(PlacedTemplate placed) =>
            placed.Template.References.Any(reference => reference.Root == "vars");

        // It alone may have any path segment.
        private static bool IsObjectName(PlacedTemplate placed) =>
            placed.Template.Statements is [Output { Value: FixedLookup { Member: { Root: "object", Name: "name" } } }];

        // Whether a path segment is the template's own text, and the texts of variables on their own, can make one
        // template fail where another with the same text does not.
        private static bool MayBeRefused(Rendered rendered, bool hasVars) =>
            rendered.Pieces.Any(piece =>
                piece switch
                {
                    Piece.Text text => text.Value is "." or ".."
                        || text.Value.Contains("./", StringComparison.Ordinal)
                        || text.Value.Contains("/.", StringComparison.Ordinal),
                    Piece.Copy copy => hasVars
                        && Languages.Alphabet(rendered.Name.Parts[copy.Part].Language).Contains('.'),
                    _ => false,
                }
            );

        public bool Same(BindingValue one, BindingValue other) =>
            (one, other) switch
            {
                (BindingValue.Text a, BindingValue.Text b) => Same(a.Template, b.Template),
                (BindingValue.Literal a, BindingValue.Literal b) => a.Json == b.Json,
                (BindingValue.List a, BindingValue.List b) => a.Items.Length == b.Items.Length
                    && a.Items.Zip(b.Items).All(pair => Same(pair.First, pair.Second)),
                (BindingValue.Map a, BindingValue.Map b) => a.Members.Length == b.Members.Length
                    && a.Members.Zip(b.Members)
                        .All(pair => pair.First.Key == pair.Second.Key && Same(pair.First.Value, pair.Second.Value)),
                _ => false,
            };

        private static bool Same(Rendered one, Rendered other) =>
            one.Pieces.Length == other.Pieces.Length
            && one.Name.Parts.Length == other.Name.Parts.Length
            && one.Name.Parts.Zip(other.Name.Parts)
                .All(pair =>
                    pair.First.Text == pair.Second.Text
                    && PatternText.Of(pair.First.Language) == PatternText.Of(pair.Second.Language)
                )
            // What a function makes is not looked into.
            && one.Pieces.Zip(other.Pieces).All(pair => pair.First is not Piece.Derived && pair.First == pair.Second);
    }
}
