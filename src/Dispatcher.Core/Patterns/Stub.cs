#pragma warning disable
// Placeholder until the patterns land; whoever lands them deletes this file.
using System.Collections.Immutable;
namespace Dispatcher.Patterns;
public sealed class Pattern {
    public static PatternParse Parse(string text) => new(new Pattern{Text=text, r=new System.Text.RegularExpressions.Regex("\\A(?:"+text+")\\z")}, []);
    System.Text.RegularExpressions.Regex r;
    public string Text { get; init;}
    public bool IgnoreCase => false;
    public ImmutableArray<string> GroupNames => [.. r.GetGroupNames().Where(n=>n!="0")];
    public string RequiredPrefix => System.Text.RegularExpressions.Regex.IsMatch(Text, "^[a-z-]+$") ? Text : "";
    public bool IsMatch(string value) => r.IsMatch(value);
    public PatternMatch? Match(string value) => r.Match(value) is { Success: true } m ? new PatternMatch{Groups = m.Groups.Cast<System.Text.RegularExpressions.Group>().ToDictionary(g=>g.Name,g=>g.Value)} : null;
    public PatternProgress Explain(string value) => new(IsMatch(value), 0, "x");
}
public sealed record PatternParse(Pattern? Pattern, ImmutableArray<PatternProblem> Problems);
public sealed record PatternProblem(string Code, int Offset, int Length, string Message, string Hint);
public sealed class PatternMatch { public IReadOnlyDictionary<string,string> Groups { get; init; } }
public sealed record PatternProgress(bool Matches, int AcceptedLength, string Expected);
