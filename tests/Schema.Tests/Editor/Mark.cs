namespace Schema.Tests.Editor;

/// <summary>What an editor underlines.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The first column, from 1.</param>
/// <param name="End">The column after the last; of a mark over several lines, the column after the first.</param>
/// <param name="Message">What the editor says.</param>
internal sealed record Mark(int Line, int Column, int End, string Message);
