using System.Text;
using Dispatcher.Diagnostics;
using Dispatcher.Routes.Loading;

namespace Dispatcher.Core.Tests.Routes.Loading;

/// <summary>Half of a surrogate pair, which an escape of YAML can write, is refused where it stands: no other code
/// meets one.</summary>
public sealed class HalfCharacterTests
{
    [Theory]
    [InlineData("name: a, description: \"x\\uD800\"")]
    [InlineData("name: a, description: \"\\udc00\"")]
    [InlineData("name: a, \"k\\uD800\": x")]
    [InlineData("name: a, match: { object: \"a\\uD800\" }")]
    [InlineData("name: a, vars: { v: \"{\\\"a\\\": \\\"\\uD800{{ object.name }}\\\"}\" }")]
    public void The_text_is_refused_with_its_position(string route)
    {
        RouteLoad load = Load(route);

        int column = "routes: [{ ".Length + route.IndexOf('"', StringComparison.Ordinal) + 1;
        Diagnostic problem = Assert.Single(load.Diagnostics);
        Assert.Equal((Codes.YamlSyntax, 2, column), (problem.Code, problem.Position.Line, problem.Position.Column));
        Assert.Null(load.Set);
    }

    [Fact]
    public void Both_halves_are_a_character() =>
        Assert.Equal(
            "😀",
            Load("name: a, description: \"\\ud83d\\ude00\", match: { object: x }, task: { key: k }")
                .Set!.Routes[0]
                .Description
        );

    private static RouteLoad Load(string route) =>
        RouteLoader.Load([new RouteFile("a.yaml", Encoding.UTF8.GetBytes($"version: 1\nroutes: [{{ {route} }}]\n"))]);
}
