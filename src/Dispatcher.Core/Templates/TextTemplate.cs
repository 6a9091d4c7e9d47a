using System.Collections.Immutable;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Automaton;
using Dispatcher.Templates.Compiling;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Templates;

/// <summary>A template that has been parsed and checked as a whole: Scriban's syntax, a small language, and nothing
/// outside it.</summary>
/// <remarks>routes-v1, "Templates". Scriban's parser reads the text; what it gives is checked node by node and turned
/// into expressions that can do only what the language allows. Nothing is run by Scriban. Immutable, and safe for use
/// by several threads.</remarks>
public sealed class TextTemplate
{
    private readonly ImmutableArray<Statement> statements;

    internal TextTemplate(string text, CompiledTemplate compiled)
    {
        Text = text;
        statements = compiled.Statements;
        References = compiled.References;
        IsLiteral = !HasCode(text);
        LiteralPrefix =
            IsLiteral ? text
            : statements is [LiteralText first, ..] ? first.Text
            : "";
    }

    /// <summary>The template as written.</summary>
    public string Text { get; }

    /// <summary>Whether there is no <c>{{</c> at all (nor Scriban's <c>{%{</c>): such a string is sent as it is
    /// written, whatever it has in it.</summary>
    public bool IsLiteral { get; }

    /// <summary>The text that every rendering begins with: what stands before the first <c>{{</c>, less what <c>{{-</c>
    /// strips.</summary>
    public string LiteralPrefix { get; }

    /// <summary>What is run, in order; empty for a literal.</summary>
    internal ImmutableArray<Statement> Statements => statements;

    /// <summary>Whether the text is a JSON object or list but for its templates.</summary>
    internal bool IsJson { get; private init; }

    /// <summary>Every look-up, in the order of their places, also those in branches that are not taken.</summary>
    public ImmutableArray<TemplateReference> References { get; }

    /// <summary>Parses and checks a template.</summary>
    /// <param name="text">The template.</param>
    /// <param name="names">What it may see.</param>
    /// <returns>The template, or every problem (RD201 to RD211). Never throws, whatever the text.</returns>
    public static TemplateParse Parse(string text, TemplateNames names)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(names);
        if (!HasCode(text))
            return new(new(text, new CompiledTemplate([], [], [])), []);
        CompiledTemplate compiled = PlainTemplate.TryParse(text, names) ?? TemplateCompiler.Compile(text, names);
        if (!compiled.Problems.IsEmpty)
            return new(null, compiled.Problems);
        (bool isJson, ImmutableArray<TemplateProblem> problems) = JsonText.Check(text, compiled.Statements, names);
        return problems.IsEmpty ? new(new(text, compiled) { IsJson = isJson }, []) : new(null, problems);
    }

    /// <summary>Renders the template for one event.</summary>
    /// <param name="model">What the template sees.</param>
    /// <param name="maxLength">The longest string that is allowed, in UTF-16 units.</param>
    /// <param name="work">What this and other renderings may cost together, beside the bound of each; null for no
    /// bound.</param>
    /// <returns>The string, or the failure (RD301 to RD304, RD306, RD307). The same arguments always give the same
    /// result. Neither when <paramref name="work"/> is spent.</returns>
    public TemplateResult Render(
        TemplateModel model,
        int maxLength = TemplateLimits.OutputLength,
        WorkBudget? work = null
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        if (work?.Spend(1) == false)
            return default;
        if (IsLiteral)
        {
            return Text.Length <= maxLength ? new(Text, null) : new(null, RenderContext.TooLong(maxLength));
        }

        var rendering = new RenderContext(model, maxLength);
        Statement.RunAll(statements, rendering);
        if (work?.Spend(rendering.Spent) == false)
            return default;
        if (rendering.Failure is not null)
            return new(null, rendering.Failure);
        string text = rendering.Text;
        TemplateFailure? failure = Confinement.Check(text);
        if (failure is null && !IsObjectName && Confinement.HasDotSegment(text))
            failure = CheckSegments(model, maxLength, text, work);
        return failure is null ? new(text, null) : new(null, failure);
    }

    /// <summary>Whether no event can make it render to a text of the pattern, as far as the route's patterns
    /// tell.</summary>
    internal bool IsNever(Pattern pattern, TemplateNames names) =>
        !IsLiteral && Containment.Meet(TemplateLanguage.Of(statements, names), pattern.Root) == false;

    // routes-v1, "Confined": a template that is nothing but `{{ object.name }}` names the object that arrived.
    private bool IsObjectName =>
        statements is [Output { Value: FixedLookup { Member: { Root: "object", Name: "name" } } }];

    // `{{`, or Scriban's escape: `{%{`, with any number of percent signs.
    private static bool HasCode(string text)
    {
        for (int at = text.IndexOf('{', StringComparison.Ordinal); at >= 0; at = text.IndexOf('{', at + 1))
        {
            int next = at + 1;
            while (next < text.Length && text[next] == '%')
                next++;
            if (next < text.Length && text[next] == '{')
                return true;
        }

        return false;
    }

    // Where the text came from is asked so rarely that it is found by rendering again, which gives the same text.
    private TemplateFailure? CheckSegments(TemplateModel model, int maxLength, string text, WorkBudget? work)
    {
        var again = new RenderContext(model, maxLength) { Spans = [] };
        Statement.RunAll(statements, again);
        work?.Spend(again.Spent);
        return Confinement.CheckSegments(text, again.Spans);
    }
}
