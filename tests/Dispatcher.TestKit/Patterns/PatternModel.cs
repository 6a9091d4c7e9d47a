using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;

namespace Dispatcher.TestKit.Patterns;

/// <summary>The oracle's own idea of an expression: it writes itself in the pattern language, and independently of the
/// product in the dialect of .NET's backtracking engine, and it can give names that match it.</summary>
internal abstract record PatternModel
{
    /// <summary>What names are made of: ASCII, letters with unusual case, line breaks, and characters beyond the basic
    /// plane.</summary>
    public static readonly Rune[] Alphabet =
    [
        .. "abkKsSiI019_-/. \n\réÉßſıİµμςσΣ٣\uffff\u212a😀😎𐐀𐐨\u2028".EnumerateRunes(),
    ];

    // One whole character, in the engine's UTF-16 units.
    protected const string AnyCharacter = @"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\uD800-\uDFFF])";

    public abstract string Written { get; }

    public abstract string DotNet(bool ignoreCase);

    public abstract Gen<string> Name();

    /// <summary>Backtracking, as .NET documents it, with the option for case.</summary>
    public Regex Oracle(bool ignoreCase) =>
        new(
            $@"\A(?:{DotNet(ignoreCase)})\z",
            RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None)
        );

    private static string Unit(int c) => string.Create(CultureInfo.InvariantCulture, $"\\u{c:X4}");

    /// <summary>One character of a class: a literal, a range, <c>\d</c> and so on, or a category.</summary>
    internal sealed record Item(string Text, string Engine, Func<Rune, bool, bool> Has)
    {
        public static Item Of(Rune rune)
        {
            string text = @"()[]{}*+?.\|^$-/_".Contains(rune.ToString(), StringComparison.Ordinal)
                ? $@"\{rune}"
                : rune.ToString();
            string engine = rune.IsBmp ? Unit(rune.Value) : Pair(rune);
            return new(text, engine, (r, _) => r == rune);
        }

        public static Item Range(char first, char last) =>
            new($"{first}-{last}", $"[{Unit(first)}-{Unit(last)}]", (r, _) => r.Value >= first && r.Value <= last);

        public static Item Emoji() =>
            new("😀-😎", @"\uD83D[\uDE00-\uDE0E]", (r, _) => r.Value is >= 0x1F600 and <= 0x1F60E);

        public static Item Ascii(char letter)
        {
            string set = char.ToLowerInvariant(letter) switch
            {
                'd' => "0-9",
                'w' => "a-zA-Z0-9_",
                _ => @"\t\n\v\f\r ",
            };
            string engine = char.IsUpper(letter) ? $"(?-i:(?![{set}]){AnyCharacter})" : $"(?-i:[{set}])";
            return new($@"\{letter}", engine, (r, _) =>
                r.IsBmp && Regex.IsMatch(r.ToString(), $"[{set}]") != char.IsUpper(letter)
            );
        }

        // The engine knows categories of single units only; of the characters beyond, the alphabet's are named one by
        // one.
        public static Item Category(string name, bool negated)
        {
            bool Has(Rune rune, bool ignoreCase) => In(rune, name, ignoreCase) != negated;
            string Engine(bool ignoreCase) =>
                $@"(?:(?![\uD800-\uDFFF])\{(negated ? 'P' : 'p')}{{{name}}}"
                + string.Concat(Alphabet.Where(r => !r.IsBmp && Has(r, ignoreCase)).Select(r => "|" + Pair(r)))
                + ")";
            return new($@"\{(negated ? 'P' : 'p')}{{{name}}}", Engine(false), Has) { EngineWithoutCase = Engine(true) };
        }

        public string? EngineWithoutCase { get; init; }

        public string For(bool ignoreCase) => ignoreCase ? EngineWithoutCase ?? Engine : Engine;

        private static string Pair(Rune rune)
        {
            string text = rune.ToString();
            return Unit(text[0]) + Unit(text[1]);
        }

        private static bool In(Rune rune, string name, bool ignoreCase)
        {
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            if (ignoreCase && name is "Lu" or "Ll")
                return category
                    is UnicodeCategory.UppercaseLetter
                        or UnicodeCategory.LowercaseLetter
                        or UnicodeCategory.TitlecaseLetter;
            return name switch
            {
                "Lu" => category is UnicodeCategory.UppercaseLetter,
                "Ll" => category is UnicodeCategory.LowercaseLetter,
                "L" => category <= UnicodeCategory.OtherLetter,
                "Nd" => category is UnicodeCategory.DecimalDigitNumber,
                "So" => category is UnicodeCategory.OtherSymbol,
                "Z" => category
                    is UnicodeCategory.SpaceSeparator
                        or UnicodeCategory.LineSeparator
                        or UnicodeCategory.ParagraphSeparator,
                _ => throw new ArgumentOutOfRangeException(nameof(name)),
            };
        }
    }

    internal sealed record Single(Item Only) : PatternModel
    {
        public override string Written => Only.Text;

        public override string DotNet(bool ignoreCase) => $"(?:{Only.For(ignoreCase)})";

        public override Gen<string> Name() => Among(Only.Has);
    }

    internal sealed record Dot : PatternModel
    {
        public override string Written => ".";

        public override string DotNet(bool ignoreCase) => $@"(?:(?![\n\r]){AnyCharacter})";

        public override Gen<string> Name() => Among((r, _) => r.Value is not ('\n' or '\r'));
    }

    internal sealed record Class(bool Negated, Item[] Items) : PatternModel
    {
        public override string Written => $"[{(Negated ? "^" : "")}{string.Concat(Items.Select(i => i.Text))}]";

        public override string DotNet(bool ignoreCase)
        {
            string any = string.Join('|', Items.Select(i => i.For(ignoreCase)));
            return Negated ? $"(?:(?!{any}){AnyCharacter})" : $"(?:{any})";
        }

        public override Gen<string> Name() => Among((r, ignoreCase) => Items.Any(i => i.Has(r, ignoreCase)) != Negated);
    }

    internal sealed record Sequence(PatternModel[] Items) : PatternModel
    {
        public override string Written =>
            string.Concat(Items.Select(i => i is Choice ? $"(?:{i.Written})" : i.Written));

        public override string DotNet(bool ignoreCase) =>
            $"(?:{string.Concat(Items.Select(i => i.DotNet(ignoreCase)))})";

        public override Gen<string> Name() => Join(Items.Select(i => i.Name()));
    }

    internal sealed record Choice(PatternModel[] Branches) : PatternModel
    {
        public override string Written => string.Join('|', Branches.Select(b => b.Written));

        public override string DotNet(bool ignoreCase) =>
            $"(?:{string.Join('|', Branches.Select(b => b.DotNet(ignoreCase)))})";

        public override Gen<string> Name() => Gen.OneOf([.. Branches.Select(b => b.Name())]);
    }

    internal sealed record Repeat(PatternModel Body, int Min, int? Max, bool Lazy) : PatternModel
    {
        private string Count =>
            (Min, Max) switch
            {
                (0, null) => "*",
                (1, null) => "+",
                (0, 1) => "?",
                (_, null) => $"{{{Min},}}",
                _ => Min == Max ? $"{{{Min}}}" : $"{{{Min},{Max}}}",
            } + (Lazy ? "?" : "");

        public override string Written =>
            (Body is Single or Dot or Class or Group ? Body.Written : $"(?:{Body.Written})") + Count;

        public override string DotNet(bool ignoreCase) => $"(?:{Body.DotNet(ignoreCase)}){Count}";

        public override Gen<string> Name() =>
            Gen.Int[Min, Math.Min(Max ?? Min + 2, Min + 2)].SelectMany(n => Join(Enumerable.Repeat(Body.Name(), n)));
    }

    internal sealed record Group(PatternModel Body, bool Capturing) : PatternModel
    {
        public override string Written => (Capturing ? "(" : "(?:") + Body.Written + ")";

        public override string DotNet(bool ignoreCase) => (Capturing ? "(" : "(?:") + Body.DotNet(ignoreCase) + ")";

        public override Gen<string> Name() => Body.Name();
    }

    private static Gen<string> Among(Func<Rune, bool, bool> has)
    {
        Rune[] fitting = [.. Alphabet.Where(r => has(r, false))];
        return fitting.Length == 0 ? Gen.Const("a") : Gen.OneOf(fitting).Select(r => r.ToString());
    }

    private static Gen<string> Join(IEnumerable<Gen<string>> parts) =>
        parts.Aggregate(Gen.Const(""), (all, part) => Gen.Select(all, part, (a, b) => a.Length > 12 ? a : a + b));
}
