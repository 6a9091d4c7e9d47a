using System.Collections.Immutable;
using Dispatcher.Events;
using Dispatcher.Patterns;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Images;

/// <summary>Every object that a route can write by one of its <c>writes</c>, never fewer.</summary>
/// <param name="Route">The route.</param>
/// <param name="Write">What it declares; where it declares nothing, what its bindings suggest.</param>
/// <param name="IsGuess">Whether the route declares nothing.</param>
/// <param name="Ways">How the written name depends on the object's name.</param>
internal sealed record WriteImage(Route Route, RouteWrite Write, bool IsGuess, ImmutableArray<WriteWay> Ways)
{
    private static readonly string[] GuessedWords = ["OUT", "TARGET", "DEST"];

    /// <summary>A route that takes exactly the events of the written objects: what a question about them is asked
    /// with.</summary>
    public required Route Writer { get; init; }

    /// <summary>Texts that its templates make worth trying.</summary>
    public required ImmutableArray<Hint> Hints { get; init; }

    /// <summary>Whether only the configuration, which is not known, names the bucket.</summary>
    public bool HasOpenBucket =>
        Ways.Any(way => way.Bucket is null || way.Bucket.Value.Any(piece => piece is Piece.Setting));

    /// <summary>The images of what a route writes; none for a route that starts nothing.</summary>
    public static ImmutableArray<WriteImage> Of(Route route, Configuration? configuration)
    {
        if (route.State != RouteState.Enabled)
            return [];
        ImmutableArray<RouteWrite> writes = route.Writes ?? Guessed(route);
        if (writes.IsEmpty)
            return [];
        var templates = new TemplateImages(route, configuration);
        ImmutableArray<Skeleton> names = SubjectsOf(route, configuration);
        return [.. writes.Select(write => Of(route, write, templates, names)).Where(image => !image.Ways.IsEmpty)];
    }

    /// <summary>The ways of a route's patterns to match, prepared for what its templates look up.</summary>
    public static ImmutableArray<Skeleton> NamesOf(Route route)
    {
        bool splits = RouteTemplates
            .Of(route)
            .SelectMany(placed => placed.Template.References)
            .Any(reference => reference is { Root: "object", Member: "folder" or "file" or "stem" or "extension" });
        IEnumerable<Skeleton> ways = route.Match.Object.SelectMany(placed => Skeleton.Of(placed.Pattern));
        return [.. splits ? ways.SelectMany(way => NameSplits.Prepare(way)) : ways];
    }

    /// <summary>What the templates of a route's request are functions of: the object's name, of a grouped route the
    /// key.</summary>
    public static ImmutableArray<Skeleton> SubjectsOf(Route route, Configuration? configuration) =>
        route.Group is null ? NamesOf(route) : KeyImage.Of(route, configuration)!.Keys;

    private static WriteImage Of(
        Route route,
        RouteWrite write,
        TemplateImages templates,
        ImmutableArray<Skeleton> names
    )
    {
        TextTemplateOf(route, write.Object, out PlacedTemplate? named, out _);
        ImmutableArray<WriteWay> ways =
        [
            .. from name in names
            from rendered in templates.Of(named!.Template, name)
            from way in WaysOf(route, write, templates, rendered)
            select way,
        ];
        return new(route, write, route.Writes is null, ways)
        {
            Writer = Taker(route, ways),
            Hints = [.. templates.Hints],
        };
    }

    private static IEnumerable<WriteWay> WaysOf(Route route, RouteWrite write, TemplateImages templates, Rendered named)
    {
        Pattern objects = PartTexts.Grouped(named.Name, named.Pieces);
        if (!write.Bucket.IsBinding)
        {
            ImmutableArray<Piece>? literal = write.Bucket.Name.Length == 0 ? null : [new Piece.Text(write.Bucket.Name)];
            return [WriteWay.Of(named.Name, named.Pieces, literal, objects)];
        }

        TextTemplateOf(route, write.Bucket.Name, out PlacedTemplate? bucket, out BindingKind kind);
        return templates
            .Of(bucket!.Template, named.Name)
            .Select(rendered =>
                WriteWay.Of(
                    rendered.Name,
                    named.Pieces,
                    kind == BindingKind.Schema ? AfterSlash(rendered.Pieces) : rendered.Pieces,
                    objects
                )
            );
    }

    // Of a schema the half after the slash counts; a text that has another slash is none.
    private static ImmutableArray<Piece>? AfterSlash(ImmutableArray<Piece> pieces)
    {
        for (int i = pieces.Length - 1; i >= 0; i--)
        {
            if (pieces[i] is Piece.Text { Value: var text } && text.LastIndexOf('/') is >= 0 and var at)
            {
                ImmutableArray<Piece> after = pieces[(i + 1)..];
                return at == text.Length - 1 ? after : after.Insert(0, new Piece.Text(text[(at + 1)..]));
            }
        }

        return null;
    }

    private static void TextTemplateOf(
        Route route,
        string parameter,
        out PlacedTemplate? template,
        out BindingKind kind
    )
    {
        RouteBinding binding = route.Bindings.First(binding => binding.Parameter == parameter);
        (template, kind) = (((BindingValue.Text)binding.Value).Template, binding.Kind);
    }

    private static Route Taker(Route route, ImmutableArray<WriteWay> ways)
    {
        ImmutableArray<PlacedPattern> Placed(IEnumerable<Pattern> patterns) =>
            [.. patterns.Select(pattern => new PlacedPattern(pattern, route.Position))];
        var conditions = ImmutableArray.CreateBuilder<MatchPart>();
        if (ways.All(way => way.Buckets is not null))
            conditions.Add(
                new(MatchKeys.Bucket, false, Placed(ways.Select(way => way.Buckets!).DistinctBy(p => p.Text)))
            );
        // A task writes in the namespace of its own tenancy.
        if (route.Match[MatchKeys.Namespace] is { IsEmpty: false } namespaces)
            conditions.Add(new(MatchKeys.Namespace, false, namespaces));
        return route with
        {
            Match = new RouteMatch
            {
                Object = Placed(ways.Select(way => way.Objects)),
                Except = [],
                Conditions = conditions.ToImmutable(),
                Exceptions = [],
                Kinds = [ObjectEventKind.Create, ObjectEventKind.Update],
            },
        };
    }

    // routes-v1, "writes": string bindings whose name has OUT, TARGET or DEST and whose text has a `/` or an extension.
    private static ImmutableArray<RouteWrite> Guessed(Route route)
    {
        bool IsNamed(RouteBinding binding) =>
            GuessedWords.Any(word => binding.Parameter.Contains(word, StringComparison.OrdinalIgnoreCase));
        RouteBinding[] schemas =
        [
            .. route.Bindings.Where(binding => binding.Kind == BindingKind.Schema && IsNamed(binding)),
        ];
        WriteBucket bucket = schemas.Length == 1 ? new(schemas[0].Parameter, true) : new("", false);
        return
        [
            .. from binding in route.Bindings
            where binding is { Kind: BindingKind.Simple, Type: BindingType.Text } && IsNamed(binding)
            let text = (binding.Value as BindingValue.Text)?.Template.Template.Text
            where text is not null && LooksLikeName(text)
            select new RouteWrite(binding.Parameter, bucket, null, binding.Position),
        ];
    }

    private static bool LooksLikeName(string text)
    {
        int code = text.LastIndexOf("}}", StringComparison.Ordinal);
        string own = code < 0 ? text : text[..text.IndexOf("{{", StringComparison.Ordinal)] + text[(code + 2)..];
        int dot = own.LastIndexOf('.');
        return text.Contains('/', StringComparison.Ordinal)
            || (dot >= 0 && dot < own.Length - 1 && own[(dot + 1)..].All(char.IsAsciiLetterOrDigit));
    }
}

/// <summary>One way in which a written name depends on the object's name.</summary>
/// <param name="Name">The object's name.</param>
/// <param name="Object">The written name.</param>
/// <param name="Bucket">The bucket; null where nothing is known of it.</param>
/// <param name="Objects">The written names, with a group for each piece.</param>
/// <param name="Buckets">The buckets, the same; null for any.</param>
internal sealed record WriteWay(
    Skeleton Name,
    ImmutableArray<Piece> Object,
    ImmutableArray<Piece>? Bucket,
    Pattern Objects,
    Pattern? Buckets
)
{
    /// <summary>The way.</summary>
    public static WriteWay Of(
        Skeleton name,
        ImmutableArray<Piece> named,
        ImmutableArray<Piece>? bucket,
        Pattern objects
    ) =>
        new(
            name,
            named,
            bucket,
            objects,
            bucket is not { } pieces || pieces.All(piece => piece is Piece.Setting)
                ? null
                : PartTexts.Grouped(name, pieces)
        );
}
