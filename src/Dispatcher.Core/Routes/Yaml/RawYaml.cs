using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Dispatcher.Routes.Yaml;

/// <summary>Reads one YAML document into <see cref="RawNode"/>s. Works on the parser's events rather than on the
/// library's own tree, so that limits stop the reading itself and a key that stands twice is a diagnostic like any
/// other.</summary>
internal sealed class RawYaml
{
    /// <summary>A route file has at most this many nodes, aliases expanded.</summary>
    public const int MaxNodes = 200_000;

    /// <summary>Maps and lists nest at most this deep.</summary>
    public const int MaxDepth = 64;

    private const string CoreTagPrefix = "tag:yaml.org,2002:";

    private readonly string file;
    private readonly string text;
    private readonly Parser parser;
    private readonly Dictionary<string, (RawNode? Node, int Size)> anchors = new(StringComparer.Ordinal);
    private int nodes;

    private RawYaml(string file, string text)
    {
        (this.file, this.text) = (file, text);
        // A last line of blanks alone gets its line end: the library takes it for a part of the text above.
        ReadOnlySpan<char> last = text.AsSpan(text.LastIndexOf('\n') + 1);
        string ended = !last.IsEmpty && last.Trim(' ').IsEmpty ? text + '\n' : text;
        parser = new Parser(new Scanner(new StringReader(ended), skipComments: true));
    }

    /// <summary>The document's root, or null with the diagnostic that ended the reading; an empty file is null without
    /// one.</summary>
    public static RawNode? Read(string file, string text, out Diagnostic? problem)
    {
        var reader = new RawYaml(file, text);
        problem = null;
        try
        {
            return reader.ReadDocument();
        }
        catch (RawYamlException e)
        {
            problem = e.Diagnostic;
        }
        catch (YamlException e)
        {
            string reason = e.InnerException?.Message ?? e.Message;
            if (reason.Contains("tab", StringComparison.Ordinal) && reader.Tab(e.Start.Line) is { } tab)
                problem = YamlTrouble.Tab(tab);
            else
            {
                (string message, string hint) = YamlTrouble.Words(reason, text, e.Start);
                problem = new Diagnostic(
                    Codes.YamlSyntax,
                    Severity.Error,
                    reader.Place(e.Start),
                    "this is not YAML: " + message,
                    hint
                );
            }
        }
        catch (Exception e)
            when (e
                    is InvalidOperationException
                        or ArgumentException
                        or FormatException
                        or OverflowException
                        or IndexOutOfRangeException
            )
        {
            // The parser meets some malformed input with an exception of another kind, which speaks of the parser; the
            // input is at fault all the same.
            problem = new Diagnostic(
                Codes.YamlSyntax,
                Severity.Error,
                reader.Place(reader.parser.Current?.Start ?? Mark.Empty),
                "this is not YAML: it cannot be read on from here",
                "look for a brace, bracket or quote that is not closed"
            );
        }

        return null;
    }

    // The library names the map around it, which begins far above. A tab inside a text of several lines, further up, is
    // none of its business. A line of blanks is to blame where no other has a tab.
    private SourcePosition? Tab(long from)
    {
        SourcePosition? blank = null;
        int line = 0;
        foreach (ReadOnlySpan<char> written in text.AsSpan().EnumerateLines())
        {
            line++;
            int at = written.IndexOfAnyExcept(' ');
            if (line < from || at < 0 || written[at] != '\t')
                continue;
            var found = new SourcePosition(file, line, at + 1);
            if (!written.IsWhiteSpace())
                return found;
            blank ??= found;
        }

        return blank;
    }

    private RawNode? ReadDocument()
    {
        Next();
        Expect<StreamStart>();
        if (parser.Current is StreamEnd)
            return null;
        Expect<DocumentStart>();
        RawNode root = ReadNode(depth: 0);
        Expect<DocumentEnd>();
        if (parser.Current is not StreamEnd)
        {
            throw Problem(
                Codes.UnsupportedYaml,
                parser.Current!.Start,
                "a second YAML document begins here",
                "a route file is one document; put the rest into a file of its own"
            );
        }

        return root;
    }

    private RawNode ReadNode(int depth)
    {
        ParsingEvent current = parser.Current
            ?? throw new RawYamlException(
                new Diagnostic(
                    Codes.YamlSyntax,
                    Severity.Error,
                    new SourcePosition(file, 1, 1),
                    "the document ends too early",
                    "complete it"
                )
            );
        if (depth > MaxDepth)
            throw Problem(
                Codes.LimitPassed,
                current.Start,
                $"maps and lists nest deeper than {MaxDepth} levels",
                "write it flatter"
            );
        int before = nodes;
        Count(1, current.Start);
        switch (current)
        {
            case AnchorAlias alias:
                return Expand(alias);
            case Scalar scalar:
                RawScalar raw = ToRaw(scalar);
                Keep(scalar.Anchor, raw, before);
                Next();
                return raw;
            case SequenceStart sequence:
                return ReadList(sequence, depth, before);
            case MappingStart mapping:
                return ReadMap(mapping, depth, before);
            default:
                throw Problem(Codes.YamlSyntax, current.Start, "a value is missing here", "write one");
        }
    }

    private RawList ReadList(SequenceStart start, int depth, int before)
    {
        CheckTag(start.Tag, start.Start, "seq");
        Open(start.Anchor);
        Next();
        var items = ImmutableArray.CreateBuilder<RawNode>();
        while (parser.Current is not SequenceEnd)
            items.Add(ReadNode(depth + 1));
        Next();
        var list = new RawList(Place(start.Start), items.DrainToImmutable());
        Keep(start.Anchor, list, before);
        return list;
    }

    private RawMap ReadMap(MappingStart start, int depth, int before)
    {
        CheckTag(start.Tag, start.Start, "map");
        Open(start.Anchor);
        Next();
        var entries = ImmutableArray.CreateBuilder<RawEntry>();
        while (parser.Current is not MappingEnd)
        {
            Mark at = parser.Current!.Start;
            if (ReadNode(depth + 1) is not RawScalar key)
                throw IsTemplate(at)
                    ? Problem(
                        Codes.WrongShape,
                        at,
                        "a template stands without quotes, where YAML reads a map in a map",
                        "put it in quotes: " + YamlTrouble.QuotedTemplate(text, at)
                    )
                    : Problem(Codes.WrongShape, at, "a key is a map or a list", "a key is a name");
            entries.Add(new RawEntry(key, ReadNode(depth + 1)));
        }

        Next();
        var map = new RawMap(Place(start.Start), entries.DrainToImmutable());
        Keep(start.Anchor, map, before);
        return map;
    }

    // The place is that of the inner brace.
    private bool IsTemplate(Mark at)
    {
        int index = (int)Math.Clamp(at.Index, 0, text.Length);
        return text.AsSpan(index).StartsWith("{")
            && (text.AsSpan(index).StartsWith("{{") || text.AsSpan(0, index).EndsWith("{"));
    }

    private RawNode Expand(AnchorAlias alias)
    {
        if (!anchors.TryGetValue(alias.Value.Value, out (RawNode? Node, int Size) anchor))
        {
            (string message, string hint) = YamlTrouble.UnknownAlias(alias.Value.Value, text, alias.Start);
            throw Problem(Codes.YamlSyntax, alias.Start, message, hint);
        }

        if (anchor.Node is null)
            throw Problem(
                Codes.LimitPassed,
                alias.Start,
                $"`*{Quote.Line(alias.Value.Value)}` stands inside its own anchor",
                "write the value out"
            );
        Count(anchor.Size - 1, alias.Start);
        Next();
        return anchor.Node;
    }

    private RawScalar ToRaw(Scalar scalar)
    {
        CheckTag(scalar.Tag, scalar.Start, "str", "int", "float", "bool", "null");
        int index = (int)Math.Min(scalar.Start.Index, text.Length);
        int column = (int)scalar.Start.Column;
        // The event begins at its anchor or tag; the content comes after.
        while (index < text.Length && text[index] is '&' or '!' && (!scalar.Anchor.IsEmpty || !scalar.Tag.IsEmpty))
        {
            int from = index;
            while (index < text.Length && !char.IsWhiteSpace(text[index]))
                index++;
            while (index < text.Length && text[index] is ' ' or '\t')
                index++;
            column += index - from;
        }

        var source = new ScalarSource(text, index, (int)scalar.Start.Line, column);
        string? tag =
            scalar.Tag.IsEmpty ? null
            // `! 12` says: not resolved by its looks, so text.
            : scalar.Tag.IsNonSpecific && scalar.Tag.Value == "!" ? "str"
            : scalar.Tag.Value.StartsWith(CoreTagPrefix, StringComparison.Ordinal)
                ? scalar.Tag.Value[CoreTagPrefix.Length..]
            : null;
        // An escape of YAML can write one.
        if (Surrogates.IndexOfLone(scalar.Value) is >= 0 and var lone)
            throw new RawYamlException(
                new Diagnostic(
                    Codes.YamlSyntax,
                    Severity.Error,
                    source.At(scalar.Value, lone, file),
                    $"`\\u{(int)scalar.Value[lone]:x4}` is half of a character",
                    "write the character itself, or both halves: \"\\ud83d\\ude00\""
                )
            );
        return new RawScalar(
            new SourcePosition(file, source.Line, source.Column),
            scalar.Value,
            scalar.Style == ScalarStyle.Plain,
            tag,
            source
        );
    }

    private void CheckTag(TagName tag, Mark at, params ReadOnlySpan<string> allowed)
    {
        if (tag.IsEmpty || tag.IsNonSpecific)
            return;
        foreach (string name in allowed)
        {
            if (tag.Value == CoreTagPrefix + name)
                return;
        }

        throw Problem(
            Codes.UnsupportedYaml,
            at,
            $"the tag {Quote.Value(tag.Value)} is not used in route files",
            "remove it"
        );
    }

    private void Open(AnchorName anchor)
    {
        if (!anchor.IsEmpty)
            anchors[anchor.Value] = (null, 0);
    }

    private void Keep(AnchorName anchor, RawNode node, int before)
    {
        if (!anchor.IsEmpty)
            anchors[anchor.Value] = (node, nodes - before);
    }

    private void Count(int more, Mark at)
    {
        if (more > MaxNodes - nodes)
            throw Problem(
                Codes.LimitPassed,
                at,
                $"the file has more than {MaxNodes:N0} YAML nodes with aliases expanded",
                "split it into several files"
            );
        nodes += more;
    }

    private void Next() => parser.MoveNext();

    private void Expect<T>()
        where T : ParsingEvent
    {
        if (parser.Current is not T)
            throw Problem(
                Codes.YamlSyntax,
                parser.Current?.Start ?? Mark.Empty,
                "the document is not complete",
                "check the text before this place"
            );
        Next();
    }

    private SourcePosition Place(Mark mark) => new(file, (int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    private RawYamlException Problem(string code, Mark at, string message, string hint) =>
        new(new Diagnostic(code, Severity.Error, Place(at), message, hint));

    /// <summary>Leaves the recursive descent; caught in <see cref="Read"/>, never seen outside.</summary>
    private sealed class RawYamlException(Diagnostic diagnostic) : Exception
    {
        public Diagnostic Diagnostic { get; } = diagnostic;
    }
}
