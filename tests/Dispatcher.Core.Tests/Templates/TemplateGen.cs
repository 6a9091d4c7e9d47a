using CsCheck;

namespace Dispatcher.Core.Tests.Templates;

/// <summary>Templates of the language, well-typed often enough to have a value.</summary>
internal static class TemplateGen
{
    /// <summary>Parts that make plain templates, and texts that only look like them.</summary>
    public static readonly Gen<string> PlainPart = Gen.OneOf(
        AnyOf(
            "{{ object.name }}",
            "{{object.stem}}",
            "{{ groups.stem }}",
            "{{ groups.empty}}",
            "{{  config.workspace_id  }}",
            "{{ vars.pool }}",
            "{{ config.true }}",
            "{{ config.this }}",
            "{{ config.do }}",
            "{{ config.null }}",
            "{{ config.if }}",
            "{{ config.end }}",
            "{{ config.empty }}",
            "{{ config.for }}",
            "{{ event.time }}",
            "{{ event.kind }}",
            "{{ bucket.name }}",
            "{{ route.file }}",
            "{{ object.version_id }}",
            "{{ config.absent }}"
        ),
        AnyOf(
            "{{ config.absent ?? 'a-b/c.d' }}",
            "{{ config.workspace_id ?? \"x y\" }}",
            "{{config.absent??''}}",
            "{{ groups.empty ?? 'x' }}",
            "{{ vars.pool  ??  'x'  }}",
            "{{ object.version_id ?? 'x' }}",
            "{{ groups.none ?? 'x' }}",
            "{{ config.absent ?? 'ü\\n' }}",
            "{{ config.absent ?? 'x' ?? 'y' }}",
            "{{ config.absent ?? 'x }}",
            "{{ config.absent ?? '-' -}}",
            "{{ config.absent ?? x }}",
            "{{ config.do ?? 'x' }}"
        ),
        AnyOf(
            "{",
            "}",
            "{{",
            "}}",
            "{ {",
            "%",
            "{%",
            "%}",
            "-",
            "~",
            " ",
            ".",
            "/",
            "object",
            ".name",
            "a",
            "ü",
            "😀",
            "x-y",
            "#"
        ),
        Gen.String[Gen.Char.AlphaNumeric, 0, 4]
    );

    private static readonly Gen<string> Text = Gen.OneOf(
        AnyOf(
            "object.name",
            "object.stem",
            "object.extension",
            "object.etag",
            "groups.stem",
            "groups.empty",
            "groups[\"1\"]",
            "config.workspace_id",
            "vars.pool",
            "event.kind",
            "event.raw.data.additionalDetails.eTag",
            "event.raw.data.items[2]"
        ),
        AnyOf("'a'", "''", "'/'", "'A b'", "'ÄÖ'", "'12'", "'-3'", "\"x\\\"y\"", "`v`")
    );

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Int[-20, 20].Select(number => number < 0 ? $"({number})" : $"{number}"),
        AnyOf("1.5", "0.25", "(-2.5)", "event.raw.data.items[0].id", "event.raw.data.items[1].id", "4000000000")
    );

    private static readonly Gen<string> Null = AnyOf(
        "null",
        "object.version_id",
        "config.absent",
        "event.raw.data.none",
        "groups.none",
        "event.raw.data.items[9]"
    );

    private static Gen<string> TextExpression(int depth)
    {
        if (depth == 0)
            return Text;
        Gen<string> text = TextExpression(depth - 1),
            number = NumberExpression(depth - 1),
            condition = Condition(depth - 1);
        return Gen.OneOf(
            Text,
            Gen.Select(text, text, (a, b) => $"({a} + {b})"),
            Gen.Select(text, number, (a, b) => $"({a} + {b})"),
            Gen.Select(Null, text, (a, b) => $"({a} ?? {b})"),
            Gen.Select(text, a => $"(groups.region ?? {a})"),
            Gen.Select(Null, Null, text, (a, b, c) => $"({a} ?? {b} ?? {c})"),
            Gen.Select(condition, text, text, (c, a, b) => $"({c} ? {a} : {b})"),
            Gen.Select(
                text,
                AnyOf("upcase", "downcase", "capitalize", "handleize", "strip", "lstrip", "rstrip", "sha256"),
                (a, f) => $"({a} | string.{f})"
            ),
            Gen.Select(text, text, AnyOf("append", "prepend", "remove"), (a, b, f) => $"(string.{f} {a} {b})"),
            Gen.Select(text, AnyOf("'a'", "'/'", "'.'"), text, (a, b, c) => $"({a} | string.replace {b} {c})"),
            Gen.Select(text, Gen.Int[-5, 12], Gen.Int[0, 8], (a, b, c) => $"({a} | string.slice {b} {c})"),
            Gen.Select(text, Gen.Int[0, 12], (a, b) => $"({a} | string.truncate {b})"),
            Gen.Select(text, Gen.Int[0, 20], AnyOf("left", "right"), (a, b, f) => $"({a} | string.pad_{f} {b})"),
            Gen.Select(text, AnyOf("'/'", "'a'", "''"), Gen.Int[0, 3], (a, b, c) =>
                $"({a} | string.split {b} | array.offset {c} | array.reverse | array.limit 2 | array.join '-')"
            ),
            Gen.Select(text, AnyOf("first", "last"), text, (a, f, b) =>
                $"(({a} | string.split '/' | array.{f}) ?? {b})"
            ),
            Gen.Select(Gen.Int[-40, 40], AnyOf("'%F'", "'%Y/%m/%d'", "'%H:%M:%S.%L'", "'%j %a'"), (a, b) =>
                $"(event.time | date.add_days {a} | date.to_string {b})"
            )
        );
    }

    private static Gen<string> NumberExpression(int depth)
    {
        if (depth == 0)
            return Number;
        Gen<string> number = NumberExpression(depth - 1),
            text = TextExpression(depth - 1);
        return Gen.OneOf(
            Number,
            Gen.Select(number, number, AnyOf("+", "-", "*", "/", "//", "%"), (a, b, op) => $"({a} {op} {b})"),
            Gen.Select(number, number, AnyOf("plus", "minus", "times", "modulo"), (a, b, f) => $"({a} | math.{f} {b})"),
            Gen.Select(number, AnyOf("abs", "ceil", "floor", "round"), (a, f) => $"({a} | math.{f})"),
            Gen.Select(text, Gen.Int[1, 9], (a, b) => $"({a} | string.size | math.divided_by {b})"),
            Gen.Select(number, AnyOf("1.5", "(-0.1)"), (a, b) => $"({a} | math.divided_by {b})"),
            Gen.Select(number, a => $"(-{a})"),
            Gen.Select(text, a => $"({a} | string.size)"),
            Gen.Select(text, text, (a, b) => $"({a} | string.index_of {b})"),
            Gen.Select(text, a => $"({a} | string.split '/' | array.size)"),
            Gen.Select(text, a => $"(({a} | string.to_int) ?? 3)")
        );
    }

    private static Gen<string> Condition(int depth)
    {
        if (depth == 0)
            return AnyOf("true", "false", "null", "object.version_id", "(config.absent ?? null)", "groups.region");
        Gen<string> condition = Condition(depth - 1),
            text = TextExpression(depth - 1),
            number = NumberExpression(depth - 1);
        return Gen.OneOf(
            Gen.Select(text, text, AnyOf("==", "!=", "<", "<=", ">", ">="), (a, b, op) => $"({a} {op} {b})"),
            Gen.Select(number, number, AnyOf("==", "!=", "<", "<=", ">", ">="), (a, b, op) => $"({a} {op} {b})"),
            Gen.Select(text, number, AnyOf("==", "!="), (a, b, op) => $"({a} {op} {b})"),
            Gen.Select(text, AnyOf("null", "object.version_id"), AnyOf("==", "!="), (a, b, op) => $"({a} {op} {b})"),
            Gen.Select(condition, condition, AnyOf("&&", "||"), (a, b, op) => $"({a} {op} {b})"),
            Gen.Select(condition, a => $"(!{a})"),
            Gen.Select(text, text, AnyOf("contains", "starts_with", "ends_with"), (a, b, f) =>
                $"({a} | string.{f} {b})"
            ),
            Gen.Select(text, AnyOf("empty", "whitespace"), (a, f) => $"({a} | string.{f})"),
            Gen.Select(text, text, text, (a, b, c) => $"([{a}, {b}, 'c'] | array.contains {c})")
        );
    }

    public static Gen<string> Statement(int depth)
    {
        Gen<string> expression = Gen.OneOf(TextExpression(2), NumberExpression(2), Condition(2));
        Gen<string> output = Gen.Select(
            AnyOf("", " ", "a ", "b/"),
            AnyOf("{{ ", "{{- ", "{{~ ", "{{"),
            expression,
            AnyOf(" }}", " -}}", " ~}}", "}}"),
            (before, open, value, close) => before + open + value + close
        );
        if (depth == 0)
            return output;
        Gen<string> inner = Statement(depth - 1);
        return Gen.OneOf(
            output,
            Gen.Select(inner, inner, (a, b) => a + " " + b),
            Gen.Select(Condition(2), inner, inner, (c, a, b) => $"{{{{ if {c} }}}}{a}{{{{ else }}}}{b}{{{{ end }}}}"),
            Gen.Select(Condition(1), Condition(1), inner, inner, (c, d, a, b) =>
                $"{{{{ if {c} }}}}{a}{{{{ else if {d} -}}}} {b}{{{{ end }}}}"
            ),
            Gen.Select(TextExpression(1), TextExpression(1), TextExpression(1), inner, inner, (v, a, b, x, y) =>
                $"{{{{ case {v} }}}}{{{{ when {a}, {b} }}}}{x}{{{{ else }}}}{y}{{{{ end }}}}"
            )
        );
    }

    private static Gen<string> AnyOf(params string[] values) =>
        Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
