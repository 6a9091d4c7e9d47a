using Spectre.Console;

namespace Dispatcher.Cli.Console;

/// <summary>The few styles the command has, by what they mean.</summary>
internal static class Styles
{
    public static Style Good { get; } = new(Color.Green);

    public static Style Bad { get; } = new(Color.Red);

    public static Style Odd { get; } = new(Color.Yellow);

    public static Style Name { get; } = new(Color.Aqua);

    public static Style Strong { get; } = new(decoration: Decoration.Bold);

    public static Style Faint { get; } = new(Color.Grey);

    public static Style Plain { get; } = Style.Plain;
}
