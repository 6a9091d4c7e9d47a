namespace Dispatcher.Templates.Compiling;

/// <summary>One problem in the text of a template.</summary>
/// <param name="Code">RD201 to RD211.</param>
/// <param name="Offset">The place, in UTF-16 units into the text of the template.</param>
/// <param name="Message">What is wrong, without a full stop.</param>
/// <param name="Hint">What to write instead, without a full stop.</param>
public sealed record TemplateProblem(string Code, int Offset, string Message, string Hint);
