using System.Globalization;
using System.Text;

namespace Dispatcher.Campaign.Faults;

/// <summary>A route file within every limit that costs as much as it can: patterns that a long name keeps busy
/// together, and bindings just below the bound of a template.</summary>
/// <remarks>All its routes are in shadow: it starts nothing and takes nothing from the other routes. What it makes too
/// expensive is deferred and kept.</remarks>
internal static class CostlyRoutes
{
    /// <summary>Its name, before those of the campaign's route files.</summary>
    public const string Name = "0-costly.yaml";

    private const int Patterns = 100,
        Bindings = 20;

    /// <summary>Its content.</summary>
    public static byte[] Content { get; } = Encoding.UTF8.GetBytes(Text());

    private static string Text()
    {
        var text = new StringBuilder("version: 1\ndefaults: { task: { key: single } }\nroutes:\n");
        for (int i = 0; i < Patterns; i++)
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"  - {{ name: costly-{i}, state: shadow, match: {{ object: 'single/.*[ab].{{{700 + i}}}[^!-&].*' }} }}"
            );
        text.AppendLine("  - name: costly-shadow");
        text.AppendLine("    state: shadow");
        text.AppendLine("    match: { object: several/.+ }");
        text.AppendLine("    bindings:");
        for (int i = 0; i < Bindings; i++)
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"      B{i}: \"{{{{ 'a' | string.pad_left 60000 | string.replace ' ' 'b' | string.size }}}}\""
            );
        return text.ToString();
    }
}
