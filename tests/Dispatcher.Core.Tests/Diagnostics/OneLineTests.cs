using System.Text;
using Dispatcher.Routes.Loading;

namespace Dispatcher.Core.Tests.Diagnostics;

/// <summary>Found by the fuzzer: a route file's own text reached the terminal of whoever linted it.</summary>
public sealed class OneLineTests
{
    [Theory]
    [InlineData(
        "version: 1\ndefaults: { vars: { \"la\\eding\": x } }\nroutes: [{ name: a, match: { object: x }, "
            + "task: { key: '{{ vars.landing }}' } }]",
        @"did you mean `la<U+001B>ding`"
    )]
    [InlineData(
        "version: 1\nroutes: [{ name: a, match: { object: \"(?<st\\emp>x)\" }, task: { key: k } }]",
        @"`st<U+001B>mp` is no group name"
    )]
    [InlineData(
        "version: 1\nroutes: [{ name: a, match: { object: x }, task: { key: k }, tests: [{ object: x, "
            + "config: { \"x\\u202Ey\": ~ }, expect: unmatched }] }]",
        @"`x<U+202E>y` is empty"
    )]
    public void A_message_is_one_line_that_cannot_move_a_cursor(string yaml, string message)
    {
        RouteLoad load = RouteLoader.Load([new RouteFile("\u001b[2Ja.yaml", Encoding.UTF8.GetBytes(yaml))]);

        Assert.Contains(load.Diagnostics, diagnostic =>
            diagnostic.ToString().Contains(message, StringComparison.Ordinal)
        );
        Assert.All(load.Diagnostics, diagnostic => Assert.DoesNotContain(diagnostic.ToString(), char.IsControl));
        Assert.All(load.Diagnostics, diagnostic =>
            Assert.StartsWith("<U+001B>[2Ja.yaml:", diagnostic.ToString(), StringComparison.Ordinal)
        );
    }
}
