namespace Dispatcher.Templates.Rendering;

/// <summary>A rendered string, or why there is none.</summary>
/// <param name="Value">The string, where rendering succeeded.</param>
/// <param name="Failure">The failure, where it did not.</param>
public readonly record struct TemplateResult(string? Value, TemplateFailure? Failure);

/// <summary>Why a template has no value for this event. The next delivery of the same event fails the same
/// way.</summary>
/// <param name="Code">RD301 to RD304, RD306 or RD307.</param>
/// <param name="Message">What is wrong and what to do, in one line; characters that come from the event are
/// escaped.</param>
public sealed record TemplateFailure(string Code, string Message);
