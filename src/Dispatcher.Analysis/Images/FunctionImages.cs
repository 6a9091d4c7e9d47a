using System.Collections.Immutable;
using Dispatcher.Events;
using Dispatcher.Patterns.Syntax;
using Dispatcher.Templates.Functions;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Analysis.Images;

/// <summary>What the functions of templates give for all names at once.</summary>
/// <param name="notes">Takes what is noticed.</param>
/// <param name="evaluate">Evaluates an argument.</param>
internal sealed class FunctionImages(TemplateNotes notes, Evaluate evaluate)
{
    private const int MostDates = 50_000;

    private static readonly CharSet White = CharSet.FromRanges([
        .. Enumerable.Range(0, 0xFFFF).Where(c => char.IsWhiteSpace((char)c)).Select(c => new CharRange(c, c)),
    ]);

    private static readonly CharSet NotDigits = CharSet.Range('0', '9').Complement();

    /// <summary>What a call gives.</summary>
    /// <param name="call">The call.</param>
    /// <param name="name">The names.</param>
    public List<(Skeleton, TemplateValue)> Of(Call call, Skeleton name)
    {
        string function = call.Function.Name;
        Expression[] values = [.. call.Values];
        switch (function)
        {
            case "string.append":
                return evaluate.Pairs(values[0], values[1], name, (at, left, right) =>
                    new TemplateValue.Texts([.. notes.Text(at, left), .. notes.Text(at, right)])
                );
            case "string.prepend":
                return evaluate.Pairs(values[0], values[1], name, (at, left, right) =>
                    new TemplateValue.Texts([.. notes.Text(at, right), .. notes.Text(at, left)])
                );
            case "string.upcase":
                return evaluate.Each(values[0], name, (at, value) =>
                    TextFunctions.Mapped(at, notes.Text(at, value), LetterMap.Upper)
                );
            case "string.downcase":
                return evaluate.Each(values[0], name, (at, value) =>
                    TextFunctions.Mapped(at, notes.Text(at, value), LetterMap.Lower)
                );
            case "string.slice":
                return evaluate.Each(values[0], name, (at, value) =>
                    TextFunctions.Cut(
                        at,
                        notes.Text(at, value),
                        Number(values[1]),
                        values.Length > 2 ? Number(values[2]) : long.MaxValue
                    )
                );
            case "string.replace" or "string.remove":
                return evaluate.Each(values[0], name, (at, value) =>
                    TextFunctions.Replaced(
                        at,
                        notes.Text(at, value),
                        Word(values[1]),
                        values.Length > 2 ? Word(values[2]) : ""
                    )
                );
            case "string.strip" or "string.lstrip" or "string.rstrip":
                return evaluate.Each(values[0], name, (at, value) =>
                    notes.Text(at, value) is var text
                    && !text.Any(piece => Languages.Alphabet(piece.Language(at)).Intersects(White))
                        ? new TemplateValue.Texts(text)
                        : TextFunctions.Made(at, notes.Text(at, value), Languages.Anything, recovers: false)
                );
            case "string.sha256":
                return evaluate.Each(values[0], name, (at, value) =>
                    TextFunctions.Made(at, notes.Text(at, value), Languages.Of("[0-9a-f]{64}"), recovers: true)
                );
            case "string.handleize"
            or "string.capitalize"
            or "string.pad_left"
            or "string.pad_right"
            or "string.truncate":
                return evaluate.Each(values[0], name, (at, value) =>
                    TextFunctions.Made(at, notes.Text(at, value), Languages.Anything, recovers: false)
                );
            case "string.to_int" or "string.to_long":
                return evaluate.Each(values[0], name, (at, value) =>
                    Integer(at, notes.Text(at, value), function == "string.to_int" ? 9 : 18)
                );
            case "string.contains"
            or "string.starts_with"
            or "string.ends_with"
            or "string.empty"
            or "string.whitespace":
                return evaluate.Each(values[0], name, (_, _) => new TemplateValue.Flag(null));
            case "string.size":
                return evaluate.Each(values[0], name, (at, _) =>
                    new TemplateValue.Other(at.AllParts, Languages.Number, MayBeMissing: false)
                );
            case "date.parse":
                return evaluate.Each(values[0], name, (at, value) =>
                    Parsed(at, notes.Text(at, value), values.Length > 1 ? Word(values[1]) : null)
                );
            case "date.to_string":
                return evaluate.Each(values[0], name, (at, value) => Formatted(at, value, Word(values[1])));
            case "date.in_zone":
                return evaluate.Each(values[0], name, (_, value) =>
                    value is TemplateValue.Moment moment
                        ? moment with
                        {
                            Detail = null,
                            Recovers = false,
                        }
                        : Never(value)
                );
            case "date.add_milliseconds"
            or "date.add_seconds"
            or "date.add_minutes"
            or "date.add_hours"
            or "date.add_days"
            or "date.add_months"
            or "date.add_years":
                return evaluate.Each(values[0], name, (at, value) => Moved(at, value, function, values[1]));
            case "html.url_encode" or "string.url_decode" or "object.to_json":
                if (function == "string.url_decode")
                    notes.AddRisk("a text that may not be percent-encoded");
                return evaluate.Each(values[0], name, (at, value) =>
                    TextFunctions.Made(at, notes.Text(at, value), Languages.Anything, recovers: false)
                );
            case "string.split":
                return evaluate.Each(values[0], name, (at, _) =>
                    new TemplateValue.Other(at.AllParts, Languages.Anything, MayBeMissing: false)
                );
            case "array.first" or "array.last":
                return [(name, new TemplateValue.Other(name.AllParts, Languages.Anything, MayBeMissing: true))];
            case "array.size":
                return [(name, new TemplateValue.Other(name.AllParts, Languages.Number, MayBeMissing: false))];
            case "array.join" or "array.reverse" or "array.limit" or "array.offset":
                return [(name, new TemplateValue.Other(name.AllParts, Languages.Anything, MayBeMissing: false))];
            default:
                notes.AddRisk($"{function} of a value that not every name has");
                return [(name, TemplateValue.Anything(call, name))];
        }
    }

    private static TemplateValue Never(TemplateValue value) =>
        value is TemplateValue.Nothing ? value : new TemplateValue.Other([], Languages.Anything, true);

    private static long? Number(Expression expression) =>
        expression switch
        {
            Constant { Value: long number } => number,
            Signed { Negated: true, Operand: Constant { Value: long number } } => -number,
            _ => null,
        };

    private static string? Word(Expression expression) => (expression as Constant)?.Value as string;

    // A number loses its leading zeros; digits of one length do not lose them to each other.
    private TemplateValue.Other Integer(Skeleton name, ImmutableArray<Piece> from, int safe)
    {
        bool digits = from.All(piece => !Languages.Alphabet(piece.Language(name)).Intersects(NotDigits));
        int? most = from.Aggregate((int?)0, (sum, piece) => sum + Languages.MostCharacters(piece.Language(name)));
        bool empty = from.All(piece => PatternParts.CanBeEmpty(piece.Language(name)));
        bool never = digits && most <= safe && !empty;
        if (!never)
            notes.AddHint(from, ["7", "07", "x", "99999999999999999999", "3000000000", "-1", ""]);
        else
            notes.AddHint(from, ["7", "07", "007", "42"]);
        ImmutableArray<int> parts = Pieces.PartsOf(from);
        return new TemplateValue.Other(parts, Languages.Of("-?[0-9]{1,19}"), MayBeMissing: !never)
        {
            Recovers =
                never
                && from.All(piece =>
                    Pieces.HasOneLength(piece, name) && piece is not Piece.Copy { Map: not LetterMap.Same }
                ),
        };
    }

    private TemplateValue.Moment Parsed(Skeleton name, ImmutableArray<Piece> from, string? pattern)
    {
        ImmutableArray<int> parts = Pieces.PartsOf(from);
        from = Pieces.Joined(from);
        Variation source = from.OfType<Piece.Derived>().Any() ? Variation.Event : Variation.None;
        string form = pattern ?? "%Y-%m-%d";
        var language = new SequenceNode([.. from.Select(piece => piece.Language(name))]);
        IEnumerable<string> texts = DateTexts.Samples(form);
        bool DoesParse(string text) =>
            pattern is null
                ? EventTime.Parse(text) is not null || EventTime.Parse(text + "T00:00:00Z") is not null
                : DateFormat.Parse(text, pattern) is not null;
        if (Languages.Words(language, MostDates) is { } words)
        {
            List<string> bad = [.. words.Where(word => !DoesParse(word)).Take(2)];
            if (bad.Count > 0)
                notes.AddRisk("a text that may be no date");
            texts = [.. words.Where(DoesParse).Take(4), .. words.Where(DoesParse).TakeLast(1), .. bad, .. texts];
        }
        else
            notes.AddRisk("a text that may be no date");

        notes.AddHint(from, [.. texts]);
        string? detail = DateTexts.Detail(form);
        bool oneForm = pattern is not null || Languages.MostCharacters(language) == 10;
        return new TemplateValue.Moment(
            parts,
            detail,
            detail is not null && oneForm && source == Variation.None && Recover(name, from),
            source
        );
    }

    private static bool Recover(Skeleton name, ImmutableArray<Piece> from) =>
        from.All(piece => piece is Piece.Text or Piece.Copy { Map: LetterMap.Same })
        && (from.Count(piece => piece is Piece.Copy) <= 1 || from.All(piece => Pieces.HasOneLength(piece, name)));

    private static TemplateValue Formatted(Skeleton name, TemplateValue value, string? pattern)
    {
        if (value is not TemplateValue.Moment moment)
            return Never(value);
        return new TemplateValue.Texts([
            new Piece.Derived(
                pattern is null ? Languages.Anything : DateTexts.Written(pattern),
                moment.Parts,
                moment.Recovers
                    && pattern is not null
                    && moment.Detail is { } detail
                    && DateTexts.Tells(detail, pattern)
                    && DateTexts.Detail(pattern) is not null,
                moment.Source
            ),
        ]);
    }

    private TemplateValue Moved(Skeleton name, TemplateValue value, string function, Expression count)
    {
        if (value is not TemplateValue.Moment moment)
            return Never(value);
        notes.AddRisk("a date that may leave the years 1 to 9999");
        // A whole number of days leaves the detail of a date as it is.
        bool keeps = function == "date.add_days" && Number(count) is not null;
        return moment with { Recovers = moment.Recovers && keeps, Detail = keeps ? moment.Detail : null };
    }
}
