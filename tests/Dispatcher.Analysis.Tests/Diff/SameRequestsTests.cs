using Dispatcher.Analysis.Diff;
using Dispatcher.TestKit;

namespace Dispatcher.Analysis.Tests.Diff;

/// <summary>Routes that are written in different ways: proved to send the same, or not.</summary>
public sealed class SameRequestsTests
{
    [Theory]
    // another name of a group, a number for a name, a variable, another way to write a text
    [InlineData("(?<a>[a-z]+)", "x/{{ groups.a }}", "(?<b>[a-z]+)", "x/{{ groups.b }}", "same")]
    [InlineData("(?<a>[a-z]+)", "x/{{ groups.a }}", "([a-z]+)", "x/{{ groups['1'] }}", "same")]
    [InlineData("(?<a>[a-z]+)", "x/{{ groups.a }}", "(?<a>[a-z]+)", "{{ 'x/' + groups.a }}", "same")]
    [InlineData("(?<a>[a-z]+)", "x/{{ groups.a }}", "(?<a>[a-z]+)", "{{ groups.a | string.prepend 'x/' }}", "same")]
    [InlineData("(?<a>[a-z]+)", "x/{{ groups.a }}", "(?<a>[a-z]+)", "x/{{ object.name }}", "same")]
    [InlineData(
        "(?<a>[a-z]+)",
        "{{ groups.a | string.upcase }}",
        "(?<b>[a-z]+)",
        "{{ groups.b | string.upcase }}",
        "same"
    )]
    // another text
    [InlineData("(?<a>[a-z]+)", "x/{{ groups.a }}", "(?<a>[a-z]+)", "y/{{ groups.a }}", "different")]
    [InlineData("(?<a>[a-z])(?<b>[a-z])", "{{ groups.a }}", "(?<b>[a-z])(?<a>[a-z])", "{{ groups.a }}", "different")]
    [InlineData(
        "(?<a>[a-z]+)(?<b>[a-z]+)",
        "{{ groups.a }}",
        "(?<a>[a-z]+?)(?<b>[a-z]+)",
        "{{ groups.a }}",
        "different"
    )]
    // not looked into, or not the same for every name
    [InlineData(
        "(?<a>[a-z]+)",
        "{{ if string.contains groups.a 'qqq' }}x{{ else }}y{{ end }}",
        "(?<b>[a-z]+)",
        "{{ if string.contains groups.b 'qqqq' }}x{{ else }}y{{ end }}",
        "unknown"
    )]
    [InlineData("(?<a>.+)/x", "{{ object.name }}", "(?<a>.+)/x", "{{ groups.a }}/x", "unknown")]
    public void Requests_are_compared_and_not_their_wording(
        string pattern,
        string text,
        string otherPattern,
        string otherText,
        string expected
    )
    {
        static string Route(string pattern, string text) =>
            $"version: 1\nroutes:\n  - name: r\n    match: {{ object: '{pattern}' }}\n"
            + $"    task: {{ key: k, workspace: w, application: a }}\n    bindings: {{ P: \"{text}\" }}\n";

        SetDifference difference = RouteSetDiff.Compare(
            Given.Planner(Route(pattern, text)),
            Given.Planner(Route(otherPattern, otherText)),
            Configuration.Empty,
            CancellationToken.None
        );

        Assert.Equal(
            expected,
            !difference.Changes.IsEmpty ? "different"
                : !difference.Unknown.IsEmpty ? "unknown"
                : "same"
        );
    }

    [Fact]
    public void A_variable_is_what_it_stands_for() =>
        Assert.Empty(
            RouteSetDiff
                .Compare(
                    Given.Planner(
                        "version: 1\nroutes:\n  - { name: r, match: { object: '(?<s>[a-z]+)' }, task: { key: k }, "
                            + "vars: { v: \"out/{{ groups.s }}\" }, bindings: { P: \"{{ vars.v }}.csv\" } }\n"
                    ),
                    Given.Planner(
                        "version: 1\nroutes:\n  - { name: r, match: { object: '(?<s>[a-z]+)' }, task: { key: k }, "
                            + "bindings: { P: \"out/{{ groups.s }}.csv\" } }\n"
                    ),
                    Given.Here,
                    CancellationToken.None
                )
                .Unknown
        );
}
