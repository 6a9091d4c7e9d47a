using Dispatcher.Diagnostics;
using Dispatcher.Patterns;
using Dispatcher.Routes.Yaml;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Routes;

/// <summary>What a rendered text is sent as.</summary>
/// <remarks>routes-v1, "bindings", <c>type</c>.</remarks>
public enum BindingType
{
    /// <summary>A JSON string.</summary>
    Text,

    /// <summary>A JSON number without point and exponent, every digit as rendered.</summary>
    Integer,

    /// <summary>A JSON number, every digit as rendered.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>Any JSON document.</summary>
    Json,
}

/// <summary>The words of <see cref="BindingType"/>, and which texts each takes.</summary>
public static class BindingTypes
{
    private static readonly Pattern Integers = Patterns.Pattern.Parse("-?(?:0|[1-9][0-9]*)").Pattern!;
    private static readonly Pattern Numbers = Patterns
        .Pattern.Parse(@"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+\-]?[0-9]+)?")
        .Pattern!;
    private static readonly Pattern Booleans = Patterns.Pattern.Parse("true|false").Pattern!;

    /// <summary><c>text integer number boolean json</c>.</summary>
    public static Words<BindingType> Words { get; } =
        new(type =>
            type switch
            {
                BindingType.Text => "text",
                BindingType.Integer => "integer",
                BindingType.Number => "number",
                BindingType.Boolean => "boolean",
                BindingType.Json => "json",
            }
        );

    /// <summary><c>text integer number boolean json</c>.</summary>
    public static string Word(this BindingType type) => Words.Of(type);

    /// <summary>Whether the text is a value of the type.</summary>
    public static bool Accepts(this BindingType type, string text) =>
        type switch
        {
            BindingType.Text => true,
            BindingType.Integer => JsonNumber.IsInteger(text),
            BindingType.Number => JsonNumber.IsNumber(text),
            BindingType.Boolean => text is "true" or "false",
            BindingType.Json => JsonSyntax.IsValid(text),
        };

    /// <summary>The texts of the type as a pattern; null where it has no simple one.</summary>
    internal static Pattern? Pattern(this BindingType type) =>
        type switch
        {
            BindingType.Text or BindingType.Json => null,
            BindingType.Integer => Integers,
            BindingType.Number => Numbers,
            BindingType.Boolean => Booleans,
        };

    /// <summary>The type in words, with its article.</summary>
    internal static string Description(this BindingType type) =>
        type switch
        {
            BindingType.Text => "a text",
            BindingType.Integer => "an integer",
            BindingType.Number => "a number",
            BindingType.Boolean => "a boolean",
            BindingType.Json => "a JSON document",
        };

    /// <summary>What a text of the type looks like.</summary>
    internal static string Advice(this BindingType type) =>
        type switch
        {
            BindingType.Text => "any text fits",
            BindingType.Integer => "an integer has digits, perhaps a minus, no plus and no leading zero; "
                + "string.to_long drops leading zeros",
            BindingType.Number => "a number is written as JSON writes it: 42, -0.5, 1e6, no plus and no leading zero",
            BindingType.Boolean => "a boolean is `true` or `false`",
            BindingType.Json => "make the values in it with object.to_json",
        };
}
