using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Inference;

/// <summary>A piece of a proposed pattern: text that stands for itself, or a group.</summary>
/// <param name="Literal">The text; empty for a group.</param>
internal sealed record NamePart(string Literal)
{
    /// <summary>The group's name; null for a literal.</summary>
    public string? Group { get; init; }

    /// <summary>What the group captures, as an expression.</summary>
    public string Expression { get; init; } = "";

    /// <summary>An expression that takes fewer names: the values themselves, where there are few.</summary>
    public string Finer { get; init; } = "";

    /// <summary>An expression that takes more names.</summary>
    public string Coarser { get; init; } = "";

    /// <summary>Whether it is folders with the slash behind them, of which a name may have none.</summary>
    public bool IsFolders { get; init; }

    /// <summary>Whether a name may be without it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The part in a pattern.</summary>
    public string Pattern(Func<NamePart, string> expression)
    {
        if (Group is null)
            return LiteralPattern.Escaped(Literal);
        string group = $"(?<{Group}>{expression(this)})";
        return !IsFolders ? group
            : IsOptional ? $"(?:{group}/)?"
            : group + "/";
    }
}
