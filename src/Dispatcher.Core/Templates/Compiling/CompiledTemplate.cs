using System.Collections.Immutable;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Templates.Compiling;

/// <summary>What the compiler made of a text.</summary>
/// <param name="Statements">What is run; empty where there is any problem.</param>
/// <param name="References">Every look-up, in the order of their places.</param>
/// <param name="Problems">Every problem, in the order of their places.</param>
internal sealed record CompiledTemplate(
    ImmutableArray<Statement> Statements,
    ImmutableArray<TemplateReference> References,
    ImmutableArray<TemplateProblem> Problems
);
