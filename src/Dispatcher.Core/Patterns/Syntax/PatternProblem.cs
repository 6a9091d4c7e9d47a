namespace Dispatcher.Patterns.Syntax;

/// <summary>One problem in an expression.</summary>
/// <param name="Code">RD008, or one of RD101 to RD107; see <see cref="Diagnostics.Codes"/>.</param>
/// <param name="Offset">Where it begins in the expression, in UTF-16 units from 0.</param>
/// <param name="Length">How long the part in question is; 0 at the end of the expression.</param>
/// <param name="Message">What is wrong, naming the construct, without a full stop.</param>
/// <param name="Hint">What to write instead, without a full stop.</param>
public sealed record PatternProblem(string Code, int Offset, int Length, string Message, string Hint);
