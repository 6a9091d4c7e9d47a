using System.Collections.Immutable;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Inference;

/// <summary>Describes the names of a kind as the parts of a pattern: what stands for itself, and groups with names from
/// what they look like.</summary>
internal sealed class KindDescription
{
    // With fewer names, a number that they share is a number all the same.
    private const int SureOfNumbers = 20,
        SureOfLengths = 5,
        MostListed = 12,
        NamesForEach = 3,
        LongId = 6,
        LongHash = 16,
        ShortHash = 8;

    private const string Year = @"(?:19|20)\d{2}",
        Month = @"(?:0[1-9]|1[0-2])",
        Day = @"(?:0[1-9]|[12]\d|3[01])";

    private readonly NameKind kind;
    private readonly ImmutableArray<Item> items;
    private readonly List<NamePart> parts = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    private KindDescription(NameKind kind) => (this.kind, items) = (kind, Items(kind));

    private enum ItemKind
    {
        Fixed,
        Key,
        Word,
        Number,
        Mixed,
        Uuid,
        Text,
        Folders,
        Extension,
    }

    private int Count => kind.Rows.Length;

    /// <summary>The parts, in order.</summary>
    public static ImmutableArray<NamePart> Of(NameKind kind)
    {
        var description = new KindDescription(kind);
        for (int at = 0; at < description.items.Length; )
            at = description.Add(at);
        return description.Joined();
    }

    private static ImmutableArray<Item> Items(NameKind kind)
    {
        var items = ImmutableArray.CreateBuilder<Item>();
        for (int field = 0; field < kind.Fields; field++)
        {
            bool isFile = field == kind.Fields - 1;
            if (field > 0 && kind.Forms[field - 1] != FieldForm.Folders)
                items.Add(new(ItemKind.Fixed, ["/"], isFile));
            int at = field;
            if (kind.Forms[field] == FieldForm.Pieces)
            {
                for (int piece = 0; piece < kind.Rows[0].Fields[field].Length; piece++)
                    items.Add(
                        new(
                            Of(kind.KindOf(field, piece)),
                            [.. kind.Column(field, piece).Select(token => token.Text)],
                            isFile,
                            kind.Rows[0].Fields[field].Length == 1
                        )
                    );
            }
            else
            {
                items.Add(
                    new(
                        kind.Forms[field] == FieldForm.Text ? ItemKind.Text : ItemKind.Folders,
                        [.. kind.Rows.Select(row => row.Text(at))],
                        isFile,
                        isWhole: true
                    )
                );
            }
        }

        if (kind.Extensions.Length > 1)
        {
            items.Add(new(ItemKind.Fixed, ["."], true));
            items.Add(new(ItemKind.Extension, [.. kind.Rows.Select(row => row.Extension[1..])], true));
        }
        else if (kind.Extensions[0].Length > 0)
        {
            items.Add(new(ItemKind.Fixed, [kind.Extensions[0]], true));
        }

        return items.DrainToImmutable();
    }

    private static ItemKind Of(NameTokenKind kind) =>
        kind switch
        {
            NameTokenKind.Separator => ItemKind.Fixed,
            NameTokenKind.Key => ItemKind.Key,
            NameTokenKind.Word => ItemKind.Word,
            NameTokenKind.Number => ItemKind.Number,
            NameTokenKind.Mixed => ItemKind.Mixed,
            NameTokenKind.Uuid => ItemKind.Uuid,
        };

    // Adds the parts of the item there, and returns where the next one is.
    private int Add(int at)
    {
        Item item = items[at];
        switch (item.Kind)
        {
            case ItemKind.Fixed:
            case ItemKind.Key:
                parts.Add(new(item.First));
                return at + 1;
            case ItemKind.Word:
                return AddWord(at);
            case ItemKind.Number:
                return AddTime(at) ?? AddDate(at) ?? AddNumber(at);
            case ItemKind.Mixed:
                return AddMixed(at);
            case ItemKind.Uuid:
                AddUuid(at);
                return at + 1;
            case ItemKind.Text:
                AddGroup(item, item.IsFile ? "stem" : "folder", CharacterClass.Text(item.Values));
                return at + 1;
            case ItemKind.Folders:
                AddFolders(item);
                return at + 1;
            case ItemKind.Extension:
                AddGroup(item, "extension", Listed(item.Distinct));
                return at + 1;
        }

        throw new InvalidOperationException("A kind of item is missing here.");
    }

    private int AddWord(int at)
    {
        Item item = items[at];
        bool isCountry =
            CodeWords.AreCountries(item.Distinct)
            && (item.Distinct.Length > 1 || (Count < SureOfLengths && at > 0 && CodeWords.IsCountry(item.First)));
        if (item.Distinct.Length == 1 && !IsKeyed(at) && !isCountry)
        {
            parts.Add(new(item.First));
            return at + 1;
        }

        if (!CodeWords.AreCodes(item.Distinct) && EndOfText(at) is { } end)
        {
            AddGroup(
                item.With(ItemKind.Text, Together(at, end)),
                item.IsFile ? "stem" : "folder",
                CharacterClass.Text(Together(at, end))
            );
            return end;
        }

        bool isCode = isCountry || (item.Distinct.Length > 2 && CodeWords.AreCodes(item.Distinct));
        string name =
            IsKeyed(at) ? Hint(at) ?? "name"
            : isCountry ? "country"
            : isCode ? "code"
            : !item.IsWhole ? "name"
            : item.IsFile ? "stem"
            : "folder";
        AddGroup(item, name, CharacterClass.Counted(item.Distinct, isCode));
        return at + 1;
    }

    // Words with hyphens and the like between them are one text: where it ends, or null when the word stands alone.
    private int? EndOfText(int at)
    {
        int end = at + 1;
        while (
            end + 1 < items.Length
            && items[end] is { Kind: ItemKind.Fixed, First: "-" or "_" or " " }
            && items[end + 1].Kind is ItemKind.Word or ItemKind.Mixed
            && items[end + 1].Distinct.Length > 1
            && !CodeWords.AreCodes(items[end + 1].Distinct)
        )
            end += 2;
        return end > at + 1 ? end : null;
    }

    private ImmutableArray<string> Together(int from, int to) =>
        [.. Enumerable.Range(0, Count).Select(row => string.Concat(items[from..to].Select(item => item.At(row))))];

    // A time of day, in one piece or with separators.
    private int? AddTime(int at)
    {
        if (!After("T", at) || !items[at].AreOfLength(2, 4, 6, 9))
            return null;
        int end = at + 1;
        while (
            end < at + 5
            && end + 1 < items.Length
            && items[end] is { Kind: ItemKind.Fixed, First: "-" or ":" or "." or "_" }
            && IsPart(end + 1, 59, least: 0)
        )
            end += 2;
        if (end == at + 1)
            return AddFixed(at, "time");
        ImmutableArray<string> times = Together(at, end);
        string expression = string.Concat(
            items[at..end].Select(item => item.Kind == ItemKind.Fixed ? LiteralPattern.Escaped(item.First) : @"\d{2}")
        );
        AddGroup(items[at].With(ItemKind.Text, times), "time", expression, expression);
        return end;
    }

    private int? AddDate(int at)
    {
        Item year = items[at];
        // What a partition is called says more than what its value looks like.
        string? key = IsKeyed(at) ? Hint(at) : null;
        if (year.AreOfLength(8) && year.Distinct.All(value => IsDate(value)))
            return AddFixed(at, key ?? "date", $"{Year}{Month}{Day}");
        if (year.AreOfLength(14) && year.Distinct.All(value => IsDate(value[..8])))
            return AddFixed(at, key ?? "timestamp", $@"{Year}{Month}{Day}\d{{6}}");
        if (year.AreOfLength(6) && year.Distinct.All(value => IsDate(value + "01")))
            return AddFixed(at, key ?? "month", $"{Year}{Month}");
        if (!year.AreOfLength(4) || !year.Distinct.All(value => IsDate(value + "0101")))
            return null;
        string? first = SeparatorAt(at + 1),
            second = SeparatorAt(at + 3);
        if (first is null || !IsPart(at + 2, 12) || (key is not null && first == "/"))
            return AddFixed(at, key ?? "year", Year);
        bool hasDay = second == first && IsPart(at + 4, 31);
        if (hasDay && first != "/")
        {
            AddGroup(
                year.With(ItemKind.Text, Together(at, at + 5)),
                key ?? "date",
                $@"\d{{4}}{LiteralPattern.Escaped(first)}\d{{2}}{LiteralPattern.Escaped(first)}\d{{2}}",
                $"{Year}{LiteralPattern.Escaped(first)}{Month}{LiteralPattern.Escaped(first)}{Day}"
            );
            return at + 5;
        }

        AddFixed(at, "year", Year);
        parts.Add(new(first));
        AddFixed(at + 2, "month", Month);
        if (!hasDay)
            return at + 3;
        parts.Add(new(first));
        AddFixed(at + 4, "day", Day);
        if (SeparatorAt(at + 5) != first || !IsPart(at + 6, 23, least: 0))
            return at + 5;
        parts.Add(new(first));
        AddFixed(at + 6, "hour", @"(?:[01]\d|2[0-3])");
        return at + 7;
    }

    private string? SeparatorAt(int at) =>
        at < items.Length && items[at] is { Kind: ItemKind.Fixed, First: "-" or "_" or "." or "/" } separator
            ? separator.First
            : null;

    private bool IsPart(int at, int most, int least = 1) =>
        at < items.Length
        && items[at].Kind == ItemKind.Number
        && items[at].AreOfLength(2)
        && items[at].Distinct.All(value => Number(value) >= least && Number(value) <= most);

    private int AddFixed(int at, string name, string? finer = null)
    {
        AddGroup(items[at], name, CharacterClass.Counted(items[at].Distinct, isFixed: true), finer);
        return at + 1;
    }

    private int AddNumber(int at)
    {
        Item item = items[at];
        if (item.Distinct.Length == 1 && Count >= SureOfNumbers && !IsKeyed(at))
        {
            parts.Add(new(item.First));
            return at + 1;
        }

        bool isPadded = item.Distinct.Any(value => value.Length > 1 && value[0] == '0'),
            isFixed = isPadded || (Count >= SureOfNumbers && item.First.Length > 1) || IsYear(item);
        string name = Hint(at) ?? (isPadded || item.Distinct.All(value => value.Length < LongId) ? "number" : "id");
        AddGroup(item, name, CharacterClass.Counted(item.Distinct, isFixed));
        return at + 1;
    }

    private static bool IsYear(Item item) => item.AreOfLength(4) && item.Distinct.All(value => IsDate(value + "0101"));

    private int AddMixed(int at)
    {
        Item item = items[at];
        string letters = LettersBefore(item.First);
        bool isNumbered =
            letters.Length > 0
            && item.Distinct.All(value =>
                LettersBefore(value) == letters && value[letters.Length..].All(char.IsAsciiDigit)
            );
        if (item.Distinct.Length == 1 && !IsKeyed(at) && (Count >= SureOfNumbers || !isNumbered))
        {
            parts.Add(new(item.First));
            return at + 1;
        }

        if (isNumbered)
        {
            parts.Add(new(letters));
            ImmutableArray<string> numbers = [.. item.Values.Select(value => value[letters.Length..])];
            bool isFixed =
                numbers.Any(value => value.Length > 1 && value[0] == '0')
                || (Count >= SureOfNumbers && numbers[0].Length > 1);
            AddGroup(
                item.With(ItemKind.Number, numbers),
                NameOf(letters) ?? Hint(at) ?? "number",
                CharacterClass.Counted(numbers, isFixed)
            );
            return at + 1;
        }

        if (EndOfText(at) is { } end && item.Distinct.Select(value => value.Length).Distinct().Count() > 1)
        {
            ImmutableArray<string> texts = Together(at, end);
            AddGroup(item.With(ItemKind.Text, texts), item.IsFile ? "stem" : "folder", CharacterClass.Text(texts));
            return end;
        }

        bool isLong = Count >= SureOfLengths,
            isHash =
                item.Distinct.All(value => value.Length >= ShortHash && value.All(char.IsAsciiHexDigitLower))
                && (Count >= SureOfNumbers || item.First.Length >= LongHash);
        string expression = CharacterClass.Counted(item.Distinct, isLong);
        AddGroup(
            item,
            isHash && item.First.Length >= LongHash ? "hash" : Hint(at) ?? "id",
            isHash ? expression.Replace("a-z0-9", "0-9a-f", StringComparison.Ordinal) : expression
        );
        return at + 1;
    }

    private void AddUuid(int at)
    {
        bool lower = items[at].Distinct.All(value => !value.Any(char.IsAsciiLetterUpper)),
            upper = items[at].Distinct.All(value => !value.Any(char.IsAsciiLetterLower));
        string digit =
            lower ? "[0-9a-f]"
            : upper ? "[0-9A-F]"
            : "[0-9A-Fa-f]";
        string expression = $"{digit}{{8}}(?:-{digit}{{4}}){{3}}-{digit}{{12}}";
        AddGroup(items[at], Hint(at) ?? "id", expression, expression);
    }

    private void AddFolders(Item item)
    {
        string folder = CharacterClass.Text(item.Values, without: "/");
        bool isOptional = item.Values.Contains("");
        AddGroup(item, "path", $"{folder}(?:/{folder})*", isFolders: true, isOptional: isOptional);
    }

    private void AddGroup(
        Item item,
        string name,
        string expression,
        string? finer = null,
        bool isFolders = false,
        bool isOptional = false
    )
    {
        string unique = name;
        for (int number = 2; !names.Add(unique); number++)
            unique = $"{name}{number}";
        ImmutableArray<string> distinct = item.Distinct;
        bool areFew = distinct.Length <= MostListed && Count >= NamesForEach * distinct.Length && !isFolders;
        parts.Add(
            new NamePart("")
            {
                Group = unique,
                Expression = expression,
                Finer = finer ?? (areFew ? Listed(distinct) : expression),
                Coarser = isFolders ? ".+" : "[^/]+",
                IsFolders = isFolders,
                IsOptional = isOptional,
            }
        );
    }

    private static string Listed(ImmutableArray<string> values) =>
        string.Join('|', values.Select(LiteralPattern.Escaped));

    private bool After(string separator, int at) =>
        at > 0 && items[at - 1] is { Kind: ItemKind.Fixed } before && before.First == separator;

    private bool IsKeyed(int at) => at > 1 && After("=", at) && items[at - 2].Kind == ItemKind.Key;

    // A name from the word that stands before the value: `store` in `store-042`, `year` in `year=2026`.
    private string? Hint(int at)
    {
        if (IsKeyed(at))
            return NameOf(items[at - 2].First);
        return
            at > 1
            && items[at - 1] is { Kind: ItemKind.Fixed, First: "-" or "_" or " " or "." }
            && items[at - 2] is { Kind: ItemKind.Word, Distinct.Length: 1 } word
            ? NameOf(word.First)
            : null;
    }

    private static string? NameOf(string word)
    {
        string name = word.ToLowerInvariant();
        return name.Length is > 1 and <= 30 && name.All(c => char.IsAsciiLetterLower(c)) ? name : null;
    }

    private static string LettersBefore(string value) => string.Concat(value.TakeWhile(char.IsAsciiLetter));

    // Neighbouring literals as one.
    private ImmutableArray<NamePart> Joined()
    {
        var joined = new List<NamePart>();
        foreach (NamePart part in parts)
        {
            if (part.Group is null && joined is [.., { Group: null } last])
                joined[^1] = new(last.Literal + part.Literal);
            else
                joined.Add(part);
        }

        return [.. joined];
    }

    private static int Number(string digits) => int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsDate(string digits) =>
        Number(digits[..4]) is >= 1900 and < 2100
        && Number(digits[4..6]) is >= 1 and <= 12
        && Number(digits[6..8]) is >= 1 and <= 31;

    private sealed class Item(ItemKind kind, ImmutableArray<string> values, bool isFile, bool isWhole = false)
    {
        public ItemKind Kind => kind;

        /// <summary>What stands there, name by name; one value where it is the same in each.</summary>
        public ImmutableArray<string> Values => values;

        public ImmutableArray<string> Distinct { get; } =
        [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

        /// <summary>Whether it is in the file's name, and not in a folder's.</summary>
        public bool IsFile => isFile;

        /// <summary>Whether it is all of the folder's or file's name.</summary>
        public bool IsWhole => isWhole;

        public string First => values[0];

        public string At(int row) => values.Length == 1 ? values[0] : values[row];

        public bool AreOfLength(params int[] lengths) =>
            Array.Exists(lengths, length => Distinct.All(value => value.Length == length));

        public Item With(ItemKind other, ImmutableArray<string> replaced) => new(other, replaced, isFile);
    }
}
