using System.Collections.Immutable;
using Dispatcher.Templates.Compiling;

namespace Dispatcher.Templates;

/// <summary>A template, or every problem found in one pass, in the order of their places.</summary>
/// <param name="Template">The template, where there is no problem.</param>
/// <param name="Problems">The problems; empty where there is a template.</param>
public sealed record TemplateParse(TextTemplate? Template, ImmutableArray<TemplateProblem> Problems);
