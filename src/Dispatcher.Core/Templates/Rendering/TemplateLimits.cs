namespace Dispatcher.Templates.Rendering;

/// <summary>The bounds of a template: its size and nesting when it is loaded, its work and output when it is rendered.
/// Every bound is counted, never timed, so that the same event fails or succeeds the same way everywhere.</summary>
/// <remarks>routes-v1, "Templates": "template size, nesting, output size and time are bounded".</remarks>
public static class TemplateLimits
{
    /// <summary>The longest template, in UTF-16 units.</summary>
    public const int TextLength = 16_384;

    /// <summary>The most tokens (names, operators, literals) between one <c>{{</c> and its <c>}}</c>.</summary>
    public const int TokensInBlock = 256;

    /// <summary>The deepest nesting of <c>if</c> and <c>case</c>; and of an expression, where open brackets, pipes,
    /// choices (<c>?:</c>) and signs before a value count.</summary>
    public const int Nesting = 32;

    /// <summary>The most <c>else</c> and <c>when</c> branches in one template.</summary>
    public const int Branches = 64;

    /// <summary>The longest string a template may look up or make on its way, in UTF-16 units.</summary>
    public const int ValueLength = 65_536;

    /// <summary>The most work one rendering may do: one unit for each step, and one for each character a function
    /// reads, compares or writes.</summary>
    public const int Work = 2_000_000;

    /// <summary>The longest rendered string, in UTF-16 units, unless the route says otherwise.</summary>
    public const int OutputLength = 4_096;
}
