using System.Collections.Immutable;
using Dispatcher.Analysis.Names;
using Dispatcher.Events;
using Dispatcher.Patterns.Syntax;
using Dispatcher.Routes;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Analysis.Images;

/// <summary>What templates are given beside the object's name: the event, the bucket, the group.</summary>
/// <param name="route">The route.</param>
internal sealed class EventValues(Route route)
{
    private static readonly FixedMember Folder = FixedMember.All.First(member =>
        member is { Root: "object", Name: "folder" }
    );

    private ImmutableArray<Skeleton>? members;

    /// <summary>What a member is.</summary>
    /// <param name="member">The member.</param>
    /// <param name="name">The names; of a grouped route, the keys.</param>
    public TemplateValue Of(FixedMember member, Skeleton name) =>
        member.Root == "group" ? OfGroup(member, name) : Fixed(member);

    // Of a grouped route the name stands for the key. What else a group has differs with its members.
    private TemplateValue OfGroup(FixedMember member, Skeleton key) =>
        member.Name switch
        {
            "key" => new TemplateValue.Texts(Pieces.Copies(0, key.Parts.Length)),
            "first" or "last" => OfMembers(key, new ChoiceNode([.. Members.Select(name => name.Language)])),
            "folder" => OfMembers(key, SharedFolders),
            "count" => new TemplateValue.Other(key.AllParts, Languages.Number, MayBeMissing: false),
            _ => new TemplateValue.Other(key.AllParts, Languages.Anything, MayBeMissing: false),
        };

    private static TemplateValue.Texts OfMembers(Skeleton key, PatternNode texts) =>
        new([
            new Piece.Derived(Languages.Map(texts, chars => chars), key.AllParts, Recovers: false, Variation.Event)
            {
                Longest = NameFinder.MaxNameBytes,
            },
        ]);

    private ImmutableArray<Skeleton> Members => members ??= WriteImage.NamesOf(route);

    // What begins a folder of a member: any text of its characters.
    private PatternNode SharedFolders
    {
        get
        {
            CharSet characters = Members
                .SelectMany(name => NameSplits.Prepare(name))
                .SelectMany(name => NameSplits.Of(Folder, name)!)
                .SelectMany(folder => folder.Pieces.Select(piece => piece.Language(folder.Name)))
                .Aggregate(CharSet.Empty, (all, texts) => all.Union(Languages.Alphabet(texts)));
            return characters.IsEmpty
                ? new SequenceNode([])
                : new RepeatNode(Languages.Class(characters, "."), 0, null, false);
        }
    }

    // What the event says beside the object's name.
    private TemplateValue Fixed(FixedMember member)
    {
        Piece piece = (member.Root, member.Name) switch
        {
            ("route", "name") => new Piece.Text(route.Name),
            ("route", "file") => new Piece.Text(route.File),
            ("bucket", "name") => OfKey(MatchKeys.Bucket),
            ("bucket", "namespace") => OfKey(MatchKeys.Namespace),
            ("event", "kind") => Said(
                new ChoiceNode([.. route.Match.Kinds.Select(kind => Languages.Literal(kind.Word()))])
            ),
            ("event", "id") => new Piece.Derived(Languages.Anything, [], Recovers: false, Variation.Identity),
            _ => Said(Languages.Anything),
        };
        if ((member.Root, member.Name) == ("event", "time"))
            return new TemplateValue.Moment([], null, Recovers: false, Variation.Event);
        return (member.Kinds & Kinds.Value) == Kinds.Text
            ? (member.Kinds & Kinds.Null) == 0
                ? new TemplateValue.Texts([piece])
                : new TemplateValue.Other([], Languages.Anything, MayBeMissing: true)
            : new TemplateValue.Other([], Languages.Anything, MayBeMissing: true);
    }

    private Piece OfKey(MatchKey key) =>
        route.Match[key] is { IsEmpty: false } patterns
            ? patterns.Length == 1 && patterns[0].Pattern.Exact is { } text
                ? new Piece.Text(text)
                : Said(new ChoiceNode([.. patterns.Select(placed => placed.Pattern.Root)]))
            : Said(Languages.Anything);

    private static Piece.Derived Said(PatternNode texts) => new(texts, [], Recovers: false, Variation.Event);
}
