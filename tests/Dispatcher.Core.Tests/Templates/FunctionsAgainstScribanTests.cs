using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using Dispatcher.Templates.Functions;
using Dispatcher.Templates.Rendering;
using Scriban;
using Scriban.Runtime;

namespace Dispatcher.Core.Tests.Templates;

/// <summary>Every function of the allow-list against Scriban's own, over odd arguments in every combination. What
/// differs is a row of the table in docs/routes.md.</summary>
public partial class FunctionsAgainstScribanTests
{
    private const string Failed = "fails";

    // Scriban has no such function.
    private static readonly string[] OfOurOwn = ["date.in_zone", "string.url_decode"];

    private static readonly object?[] Pool =
    [
        null,
        true,
        false,
        .. new[]
        {
            0,
            1,
            -1,
            2,
            3,
            7,
            -2,
            16,
            1000,
            int.MaxValue,
            int.MinValue,
            1L << 31,
            long.MaxValue,
            long.MinValue,
        }.Cast<object>(),
        .. new[] { 0.0, 0.5, -0.5, 1.5, 2.5, 2.0, -7.25, 1e300, -1e300, 1e-300 }.Cast<object>(),
        new DateTimeOffset(2022, 8, 9, 14, 5, 7, 123, TimeSpan.Zero),
        new DateTimeOffset(1969, 12, 31, 23, 59, 59, 500, TimeSpan.Zero),
        new DateTimeOffset(2024, 2, 29, 0, 0, 0, TimeSpan.Zero),
        DateTimeOffset.MinValue,
        DateTimeOffset.MaxValue,
        .. new[]
        {
            "",
            " ",
            "a",
            "b/c//d",
            "Äpfel ﬁ ß İı",
            "a\u0301",
            "\U0001F600x",
            "\uD83D",
            "\t\u00A0x\u2003",
            "ABC def",
            "1,5",
            "12",
            "-7",
            " +5 ",
            "0x1F",
            "99999999999",
            "99999999999999999999",
            "true",
            "2022-08-12",
            "%Y-%m",
            "%V",
            "%s",
            "%Q",
        },
        Array.Empty<object?>(),
        new object?[] { "a", "b" },
        new object?[] { 1L, null, 2.5, true },
        new object?[] { new object?[] { "a" }, "" },
    ];

    // What is deliberate, as docs/routes.md has it, and where it holds.
    private static readonly Difference[] Differences =
    [
        new("`string.pad_left`, `string.pad_right`", "a negative width is 0", "an error", one =>
            one.Is("string.pad_left", "string.pad_right") && one.Arguments[1] is < 0L
        ),
        new("`string.slice`", "what is outside the text is cut off", "a length near 2³¹ fails", one =>
            one.Is("string.slice") && one is { Arguments: [_, _, > 0L], Theirs: Failed }
        ),
        new("`string.slice`", "a negative length is an error", "no characters, or those before it", one =>
            one.Is("string.slice") && one is { Arguments: [_, _, < 0L], Ours: Failed }
        ),
        new(
            "`array.contains`",
            "an item is equal as `==` has it: true is equal to `'true'`",
            "true is equal to no text",
            one => one is { Function: "array.contains", Arguments: [_, "true"], Ours: "true" }
        ),
        new(
            "`array.join`",
            "an item that is null or a list is an error",
            "no characters, or the list's own text",
            one => one is { Function: "array.join", Ours: Failed }
        ),
        new("`math.abs`", "of -2³¹ is 2³¹", "an error", one =>
            one is { Function: "math.abs", Arguments: [(long)int.MinValue] }
        ),
        new(
            "`math.divided_by`",
            "by an integer: rounded down, exact in 64 bits",
            "in 32 bits, a fraction by a larger integer",
            one => one is { Function: "math.divided_by", Arguments: [_, long], Ours: not Failed, Theirs: not Failed }
        ),
        new(
            "`math.divided_by`, `math.modulo`, `math.times`",
            "what has no finite result is an error",
            "`Infinity`, `NaN`, or what a wrap leaves",
            one =>
                one.Is("math.divided_by", "math.modulo", "math.times")
                && one.Ours == Failed
                && (one.Message.Contains("finite", Word) || one.Message.Contains("by zero", Word))
        ),
        new(
            "`math.divided_by`, `math.minus`, `math.plus`, `math.times`",
            "passing 64 bits is an error",
            "a number of any size, or one that is not exact",
            one =>
                one.Is("math.divided_by", "math.minus", "math.plus", "math.times")
                && one.Ours == Failed
                && one.Message.Contains("passes 64 bits", Word)
        ),
        new(
            "`date.parse`",
            "only what its pattern says, or RFC 3339; else an error",
            "what a culture reads, completed from today, or null",
            one => one is { Function: "date.parse", Ours: Failed }
        ),
        new("`date.to_string`", "an unknown letter is an error", "it is written as it is", one =>
            one is { Function: "date.to_string", Arguments: [_, "%Q"], Ours: Failed }
        ),
        new("`date.to_string`", "`%s` before 1970 is rounded down", "rounded to the nearest", one =>
            one is { Function: "date.to_string", Arguments: [DateTimeOffset { Year: < 1970 }, "%s"] }
        ),
        new("`date.to_string`", "`%V` is the ISO 8601 week, 1 at the end of some years", "53 there", one =>
            one is { Function: "date.to_string", Arguments: [DateTimeOffset { Month: 12 }, "%V"], Ours: "\"01\"" }
        ),
        new(
            "`object.to_json`",
            "only what JSON asks for is escaped; a date has milliseconds",
            "everything but ASCII, and `+`, is escaped; a date has the digits it needs",
            one => one.Is("object.to_json") && one.Arguments[0] is string or DateTimeOffset && one.Ours != Failed
        ),
        new("`html.url_encode`, `object.to_json`", "half a surrogate pair is an error", "U+FFFD", one =>
            one.Is("html.url_encode", "object.to_json") && one is { Arguments: ["\uD83D"], Ours: Failed }
        ),
    ];

    private const StringComparison Word = StringComparison.Ordinal;

    [Fact]
    public void Scriban_agrees_but_for_the_differences_that_are_documented()
    {
        var met = new HashSet<Difference>();
        var unknown = new List<Case>();
        foreach (Case one in Cases().Where(one => one.Ours != one.Theirs))
        {
            Difference[] rows = [.. Differences.Where(row => row.Holds(one))];
            met.UnionWith(rows);
            if (rows.Length == 0)
                unknown.Add(one);
        }

        Assert.Empty(
            unknown
                .Take(20)
                .Select(one => $"{one.Function} {Show(one.Arguments)}: {one.Ours} {one.Message}, Scriban {one.Theirs}")
        );
        Assert.Equal(Differences, Differences.Where(met.Contains)); // No row is stale.
    }

    [Fact]
    public void The_page_lists_the_differences() =>
        Assert.Equal(
            Differences
                .Select(row => $"| {row.Functions} | {row.Here} | {row.Scriban} |")
                .Prepend("| all | null and values of another kind are errors | nothing, or a value made of it |"),
            Rows()
                .Match(File.ReadAllText(Path.Join(AppContext.BaseDirectory, "docs", "routes.md")))
                .Groups[1]
                .Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );

    [Fact]
    public void A_value_of_a_kind_that_a_parameter_does_not_take_is_an_error()
    {
        foreach (string name in FunctionTable.Names)
        {
            Assert.True(FunctionTable.TryFind(name, out TemplateFunction? function));
            for (int i = 0; i < function.Parameters.Length; i++)
            {
                foreach (object? value in Pool.Where(value => !Takes(function, i, value)))
                {
                    if (name == "array.contains" && i == 1)
                        continue; // A list is equal to nothing; written in a template it is a load error.
                    object?[] arguments =
                    [
                        .. function.Parameters.Select((_, at) => at == i ? value : Fitting(function, at)),
                    ];
                    (_, TemplateFailure? failure) = Run(function, arguments);
                    Assert.True(failure is not null, $"{name} {Show(arguments)}");
                    Assert.Equal(value is null ? "RD302" : "RD301", failure.Code);
                }
            }
        }
    }

    [Fact]
    public void A_culture_changes_nothing()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        string[] invariant = [.. Ours()];
        try
        {
            var odd = new CultureInfo("tr-TR");
            (odd.NumberFormat.NegativeSign, odd.NumberFormat.NumberDecimalSeparator) = ("~", ",");
            (odd.DateTimeFormat.DateSeparator, odd.DateTimeFormat.TimeSeparator) = (".", "h");
            odd.DateTimeFormat.AbbreviatedMonthNames = [.. Enumerable.Range(1, 13).Select(month => $"m{month}")];
            CultureInfo.CurrentCulture = odd;
            Assert.Equal(invariant, Ours());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static IEnumerable<string> Ours() =>
        from name in FunctionTable.Names
        let function = FunctionTable.TryFind(name, out TemplateFunction? found) ? found : null
        from arguments in Combinations(function, function.Required)
        let result = Run(function, arguments)
        select result.Failure?.Message ?? Show(result.Value);

    private static (object? Value, TemplateFailure? Failure) Run(TemplateFunction function, object?[] arguments)
    {
        var rendering = new RenderContext(Sample.Model, 1_000_000);
        object? value = function.Invoke(new Arguments(rendering, function, arguments));
        return (value, rendering.Failure);
    }

    private static bool Takes(TemplateFunction function, int index, object? value) =>
        (TemplateValue.KindOf(value) & function.Parameters[index].Kinds) != 0;

    // One that is right: a pattern of a date, a zone, a number from 0 to 15.
    private static object? Fitting(TemplateFunction function, int index) =>
        function.Parameters[index].Name switch
        {
            "pattern" => "%Y-%m-%d",
            "zone" => "UTC",
            _ => Pool.Append("2022-08-12")
                .Last(value =>
                    value is "2022-08-12" or 2L or true or DateTimeOffset or object?[] && Takes(function, index, value)
                ),
        };

    private sealed record Difference(string Functions, string Here, string Scriban, Func<Case, bool> Holds);

    private sealed record Case(string Function, object?[] Arguments, string Ours, string Theirs, string Message)
    {
        public bool Is(params ReadOnlySpan<string> functions) => functions.Contains(Function);
    }

    private static IEnumerable<Case> Cases()
    {
        foreach (string name in FunctionTable.Names.Except(OfOurOwn))
        {
            Assert.True(FunctionTable.TryFind(name, out TemplateFunction? function));
            for (int count = function.Required; count <= function.Parameters.Length; count++)
            {
                var template = Template.Parse(
                    $"{{{{ r = {name} {string.Join(' ', Enumerable.Range(0, count).Select(i => $"a{i}"))} }}}}"
                );
                foreach (object?[] arguments in Combinations(function, count))
                {
                    (object? value, TemplateFailure? failure) = Run(function, arguments);
                    yield return new(
                        name,
                        arguments,
                        failure is null ? Show(value) : Failed,
                        Scriban(template, arguments),
                        failure?.Message ?? ""
                    );
                }
            }
        }
    }

    // Of the kinds that the parameters take.
    private static IEnumerable<object?[]> Combinations(TemplateFunction function, int count) =>
        count == 0
            ?
            [
                [],
            ]
            : from rest in Combinations(function, count - 1)
            from value in Pool
            where Takes(function, count - 1, value)
            // Scriban makes a text of any width.
            where !(function.Parameters[count - 1].Name == "width" && value is > 1_000L)
            select (object?[])[.. rest, value];

    // Made once: importing Scriban's functions takes longer than a case.
    private static readonly ScriptObject ScribanFunctions = WithFormatOfDates(
        TemplateContext.GetDefaultBuiltinObject()
    );

    private static ScriptObject WithFormatOfDates(ScriptObject functions)
    {
        ((ScriptObject)functions["date"]!)["format"] = "%Y-%m-%dT%H:%M:%S.%LZ";
        return functions;
    }

    private static string Scriban(Template template, object?[] arguments)
    {
        var context = new TemplateContext(ScribanFunctions) { LimitToString = 0, LoopLimit = 0 };
        var globals = new ScriptObject();
        for (int i = 0; i < arguments.Length; i++)
            globals[$"a{i}"] = ForScriban(arguments[i]);
        context.PushGlobal(globals);
        try
        {
            template.Render(context);
            return Show(globals["r"]);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return Failed;
        }
    }

    private static object? ForScriban(object? value) =>
        value switch
        {
            long number and >= int.MinValue and <= int.MaxValue => (int)number,
            DateTimeOffset date => date.UtcDateTime,
            object?[] items => new ScriptArray(items.Select(ForScriban)),
            _ => value,
        };

    private static string Show(object? value) =>
        value switch
        {
            null => "null",
            string text => $"\"{text}\"",
            bool flag => flag ? "true" : "false",
            DateTimeOffset date => date.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            DateTime date => date.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
            IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Show))}]",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };

    [GeneratedRegex(@"\| functions \| here \| Scriban \|\n\|[-|]+\|\n((?:\|.*\n)+)")]
    private static partial Regex Rows();
}
