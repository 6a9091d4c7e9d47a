#pragma warning disable
// Placeholder until the templates land; whoever lands them deletes this file.
using System.Collections.Frozen;
using System.Collections.Immutable;
using Dispatcher.Events;
namespace Dispatcher.Templates;
public sealed class TextTemplate {
    public static TemplateParse Parse(string text, TemplateNames names) => new(new TextTemplate{Text=text}, []);
    public string Text { get; init; }
    public bool IsLiteral => !Text.Contains("{{");
    public ImmutableArray<TemplateReference> References => [];
    public TemplateResult Render(TemplateModel model, int maxLength = 4096) => new(Text, null);
}


/// <summary>Everything a template sees of one event on one route.</summary>
/// <remarks>routes-v1, "Templates", the table of names.</remarks>
public sealed class TemplateModel
{
    private ObjectName? name;

    /// <summary>The event: <c>object</c>, <c>bucket</c> and <c>event</c>.</summary>
    public required StorageEvent Event { get; init; }

    /// <summary>The function configuration: <c>config</c>.</summary>
    public required Configuration Configuration { get; init; }

    /// <summary>The captures of the expression that matched: <c>groups</c>. A named group that took no part is the empty string.</summary>
    public required IReadOnlyDictionary<string, string> Groups { get; init; }

    /// <summary>The rendered variables: <c>vars</c>.</summary>
    public required IReadOnlyDictionary<string, string> Vars { get; init; }

    /// <summary>The route's name: <c>route.name</c>.</summary>
    public required string RouteName { get; init; }

    /// <summary>The route's file, relative to the source: <c>route.file</c>.</summary>
    public required string RouteFile { get; init; }

    internal ObjectName Name => name ??= ObjectName.Of(Event.ObjectName);
}


/// <summary>What one template may see, as far as that is known when the route set is loaded.</summary>
/// <remarks>routes-v1, "Templates": a template of <c>vars</c> sees everything but <c>vars</c>.</remarks>
public sealed record TemplateNames
{
    /// <summary>Whether <c>vars</c> exists for this template; false for the templates of <c>vars</c> themselves.</summary>
    public bool VarsAllowed { get; init; } = true;

    /// <summary>The names of <c>defaults.vars</c> and the route's <c>vars</c>.</summary>
    public IReadOnlySet<string> Vars { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The groups of every expression in the route's <c>match.object</c>, by name and by number (<c>"1"</c>).</summary>
    public IReadOnlySet<string> Groups { get; init; } = FrozenSet<string>.Empty;
}

/// <summary>The parts of an object name: <c>a/b/c.tar.gz</c> has folder <c>a/b</c>, file <c>c.tar.gz</c>, stem <c>c.tar</c>
/// and extension <c>gz</c>.</summary>
/// <remarks>routes-v1, "Templates". What is absent is the empty string: a name without <c>/</c> has no folder, a name that ends in
/// <c>/</c> has no file. A dot that begins or ends the file starts no extension, so <c>.bashrc</c> and <c>draft.</c> are all stem;
/// stem and extension, with a dot between where there is an extension, always make the file again.</remarks>
internal sealed record ObjectName(string Folder, string File, string Stem, string Extension)
{
    public static ObjectName Of(string name)
    {
        int slash = name.LastIndexOf('/');
        string folder = slash < 0 ? "" : name[..slash];
        string file = name[(slash + 1)..];
        int dot = file.LastIndexOf('.');
        return dot <= 0 || dot == file.Length - 1
            ? new(folder, file, file, "")
            : new(folder, file, file[..dot], file[(dot + 1)..]);
    }
}


/// <summary>A template, or every problem found in one pass, in the order of their places.</summary>
/// <param name="Template">The template, where there is no problem.</param>
/// <param name="Problems">The problems; empty where there is a template.</param>
public sealed record TemplateParse(TextTemplate? Template, ImmutableArray<TemplateProblem> Problems);

/// <summary>One problem in the text of a template.</summary>
/// <param name="Code">RD201 to RD207.</param>
/// <param name="Offset">The place, in UTF-16 units into the text of the template.</param>
/// <param name="Message">What is wrong, without a full stop.</param>
/// <param name="Hint">What to write instead, without a full stop.</param>
public sealed record TemplateProblem(string Code, int Offset, string Message, string Hint);

/// <summary>A rendered string, or why there is none.</summary>
/// <param name="Value">The string, where rendering succeeded.</param>
/// <param name="Failure">The failure, where it did not.</param>
public readonly record struct TemplateResult(string? Value, TemplateFailure? Failure);

/// <summary>Why a template has no value for this event. The next delivery of the same event fails the same way.</summary>
/// <param name="Code">RD301 to RD304, RD306 or RD307.</param>
/// <param name="Message">What is wrong and what to do, in one line; characters that come from the event are escaped.</param>
public sealed record TemplateFailure(string Code, string Message);

/// <summary>One look-up in a template, also one in a branch that is not taken.</summary>
/// <param name="Root">The first name: <c>object</c>, <c>bucket</c>, <c>groups</c>, <c>event</c>, <c>config</c>, <c>vars</c> or <c>route</c>.</param>
/// <param name="Member">The second name, or null where it is computed, as in <c>config[object.stem]</c>.</param>
/// <param name="Optional">Whether it stands left of <c>??</c>, so that it may be missing.</param>
/// <param name="Offset">The place of the first name, in UTF-16 units into the text of the template.</param>
public sealed record TemplateReference(string Root, string? Member, bool Optional, int Offset);
