using System.CommandLine;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Version;

namespace Dispatcher.Cli.Man;

/// <summary>Writes the manual page of a command from what its help says, so that the two cannot differ.</summary>
internal static class ManText
{
    private const string Program = "dispatcher";

    /// <summary>The page's name: <c>dispatcher-lint</c> for <c>dispatcher lint</c>.</summary>
    public static string NameOf(Command command) => command is RootCommand ? Program : $"{Program}-{command.Name}";

    /// <summary>The commands that have a page: the root, and each one that its help lists.</summary>
    public static IEnumerable<Command> PagesOf(RootCommand root) =>
        [root, .. root.Subcommands.Where(command => !command.Hidden)];

    /// <summary>The page.</summary>
    public static string Of(RootCommand root, Command command)
    {
        var page = new Roff();
        page.Macro($".\\\" Made from the help by `dispatcher man`.");
        page.Macro(
            $".TH \"{Roff.Escape(NameOf(command).ToUpperInvariant())}\" 1 \"{Product.Date}\" \"Dispatcher "
                + $"{Product.Version}\" \"Dispatcher manual\""
        );
        page.Section("NAME")
            .Macro($"{Roff.Escape(NameOf(command))} \\- {Roff.Escape(FirstSentence(command.Description!))}");
        page.Section("SYNOPSIS").Macro(Synopsis(command));
        page.Section("DESCRIPTION").Line(command.Description!);
        if (command is RootCommand)
        {
            page.Section("COMMANDS");
            foreach (Command child in root.Subcommands.Where(child => !child.Hidden))
                page.Item($".BR {Roff.Escape(NameOf(child))} (1)", child.Description!);
        }

        AddArguments(page, command);
        AddOptions(page, command);
        AddExitStatus(page);
        (string example, string? before) = HelpExample.Of(command);
        page.Section("EXAMPLE");
        if (before is not null && command is not RootCommand) // The exit codes, which every page has.
            page.Line(before);
        page.Macro(".nf").Line(example).Macro(".fi");
        page.Section("SEE ALSO");
        page.Macro(
            string.Join(
                    ",\n",
                    PagesOf(root)
                        .Where(other => other != command)
                        .Select(other => $".BR {Roff.Escape(NameOf(other))} (1)")
                )
                .Replace(",\n", " ,\n", StringComparison.Ordinal)
        );
        return page.ToString();
    }

    private static string FirstSentence(string text)
    {
        int end = text.IndexOfAny(['.', ':', ';']);
        return end > 0 ? text[..end] : text;
    }

    private static string Synopsis(Command command)
    {
        IEnumerable<string> arguments = command.Arguments.Select(argument =>
            argument.Arity.MinimumNumberOfValues == 0 || argument.HasDefaultValue
                ? $"[{Roff.Italic(argument.Name)}]"
                : Roff.Italic(argument.Name)
        );
        string rest =
            command is RootCommand
                ? Roff.Italic("command") + " [" + Roff.Italic("options") + "]"
                : string.Join(' ', [.. arguments, "[" + Roff.Italic("options") + "]"]);
        return (command is RootCommand ? Roff.Bold(Program) : Roff.Bold($"{Program} {command.Name}")) + " " + rest;
    }

    private static void AddArguments(Roff page, Command command)
    {
        if (command.Arguments.Count == 0)
            return;
        page.Section("ARGUMENTS");
        foreach (Argument argument in command.Arguments)
            page.Item(
                Roff.Italic(argument.Name),
                argument.Description + Default(argument.HasDefaultValue, argument.GetDefaultValue)
            );
    }

    private static void AddOptions(Roff page, Command command)
    {
        page.Section("OPTIONS");
        foreach (
            Option option in command
                .Options.Where(option => !option.Hidden)
                .OrderBy(option => option.Name, StringComparer.Ordinal)
        )
        {
            IEnumerable<string> names = option
                .Aliases.Prepend(option.Name)
                .Distinct()
                .Where(name => !name.StartsWith('/') && !name.Contains('?'))
                .Select(Roff.Bold);
            string value = option.HelpName is { } name ? " " + Roff.Italic(name) : "";
            page.Item(
                string.Join(", ", names) + value,
                Sentence(option)
                    + Default(option.HasDefaultValue && option.ValueType != typeof(bool), option.GetDefaultValue)
            );
        }
    }

    // The two that every program has come without a full stop.
    private static string Sentence(Option option) =>
        option.Description!.EndsWith('.') ? option.Description : option.Description + ".";

    private static string Default(bool has, Func<object?> value) =>
        has && value()?.ToString() is { Length: > 0 } text ? $" Default: {text}." : "";

    private static void AddExitStatus(Roff page) =>
        page.Section("EXIT STATUS")
            .Item(Roff.Bold("0"), "Done, and nothing wrong.")
            .Item(
                Roff.Bold("1"),
                "Findings: a lint error, a failed test, a difference, an object that starts nothing where it had to."
            )
            .Item(Roff.Bold("2"), "Wrong usage, or a route set that does not load.")
            .Item(Roff.Bold("3"), "A remote service failed.")
            .Item(Roff.Bold("130"), "Interrupted.");
}
