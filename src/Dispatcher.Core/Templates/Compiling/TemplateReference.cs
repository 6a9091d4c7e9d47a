namespace Dispatcher.Templates.Compiling;

/// <summary>One look-up in a template, also one in a branch that is not taken.</summary>
/// <param name="Root">The first name: <c>object</c>, <c>bucket</c>, <c>groups</c>, <c>event</c>, <c>config</c>,
/// <c>vars</c> or <c>route</c>.</param>
/// <param name="Member">The second name, or null where it is computed, as in <c>config[object.stem]</c>.</param>
/// <param name="Optional">Whether it stands left of <c>??</c>, so that it may be missing.</param>
/// <param name="Offset">The place of the first name, in UTF-16 units into the text of the template.</param>
public sealed record TemplateReference(string Root, string? Member, bool Optional, int Offset)
{
    /// <summary>For a group: whether it may be null.</summary>
    internal bool MayBeMissing { get; init; }
}
