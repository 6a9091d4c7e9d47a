using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Dispatcher.Diagnostics;

namespace Dispatcher.Templates.Functions;

/// <summary>The functions templates have. What is not here does not exist, whatever Scriban itself knows.</summary>
internal static class FunctionTable
{
    private static readonly FrozenDictionary<string, TemplateFunction> ByName = TextFunctions
        .All.Concat(ListFunctions.All)
        .Concat(NumberFunctions.All)
        .Concat(DateFunctions.All)
        .Concat(Encoders.All)
        .ToFrozenDictionary(function => function.Name);

    // What people reach for first, and what to write instead.
    private static readonly FrozenDictionary<string, string> Instead = new Dictionary<string, string>
    {
        ["date.now"] = "a template has no clock; use event.time",
        ["date.utc_now"] = "a template has no clock; use event.time",
        ["date.today"] = "a template has no clock; use event.time",
        ["math.random"] = "a template gives the same result every time; use event.id, or string.sha256 of a name",
        ["math.uuid"] = "a template gives the same result every time; use event.id, or string.sha256 of a name",
        ["math.format"] = "use math.round, or string.pad_left",
        ["array.each"] = "a template has no loops; list what varies as groups of match.object",
        ["array.filter"] = "a template has no loops; list what varies as groups of match.object",
        ["array.map"] = "a template has no loops; name the parts one by one",
        ["string.replace_first"] = "use string.replace, or string.index_of and string.slice",
        ["string.remove_first"] = "use string.remove, or string.slice",
        ["string.remove_last"] = "use string.remove, or string.slice",
        ["string.md5"] = "use string.sha256",
        ["string.sha1"] = "use string.sha256",
        ["html.escape"] = "the encoders are object.to_json and html.url_encode",
        ["html.strip"] = "the encoders are object.to_json and html.url_encode",
        ["html.url_escape"] = "use html.url_encode",
        ["object.from_json"] = "name the parts below event.raw",
        ["object.eval"] = "write the expression itself",
        ["date.to_zone"] = "use date.in_zone",
        // As other languages call them.
        ["basename"] = "use object.file",
        ["concat"] = "join texts with +",
        ["dirname"] = "use object.folder",
        ["format"] = "use date.to_string for a date, and + to join texts",
        ["len"] = "use string.size for a text, array.size for a list",
        ["length"] = "use string.size for a text, array.size for a list",
        ["lower"] = "use string.downcase",
        ["now"] = "a template has no clock; use event.time",
        ["strftime"] = "use date.to_string",
        ["substr"] = "use string.slice",
        ["substring"] = "use string.slice",
        ["trim"] = "use string.strip",
        ["upper"] = "use string.upcase",
    }.ToFrozenDictionary();

    /// <summary>The names before the dot.</summary>
    public static FrozenSet<string> Roots { get; } =
        new[] { "array", "date", "html", "math", "object", "string" }.ToFrozenSet();

    /// <summary>Every function's name, in ordinal order.</summary>
    public static IEnumerable<string> Names { get; } = ByName.Keys.Order(StringComparer.Ordinal).ToArray();

    public static bool TryFind(string name, [NotNullWhen(true)] out TemplateFunction? function) =>
        ByName.TryGetValue(name, out function);

    /// <summary>What to write instead of a function that is not in the table.</summary>
    public static string HintFor(string name)
    {
        if (Instead.TryGetValue(name, out string? instead))
            return instead;
        string root = name.Split('.')[0];
        if (root == "regex")
            return "take the part with a group of match.object, and write groups.NAME";
        if (!name.Contains('.', StringComparison.Ordinal))
        {
            string? same = Names.FirstOrDefault(known => known.EndsWith("." + name, StringComparison.Ordinal));
            if (same is not null)
                return $"did you mean `{same}`?";
        }

        string prefix = root + ".";
        string[] members =
        [
            .. Names
                .Where(known => known.StartsWith(prefix, StringComparison.Ordinal))
                .Select(known => known[prefix.Length..]),
        ];
        if (members.Length == 0)
            return Suggestion.Hint(name, Names, "the functions are those of string, array, date and math");
        return name.Length > prefix.Length && Suggestion.For(name[prefix.Length..], members) is { } near
            ? $"did you mean `{prefix}{near}`?"
            : $"{root} has {string.Join(", ", members)}";
    }
}
