using System.Text.Json;
using Dispatcher.Function.Hosting;

namespace Dispatcher.Function.Tests;

public sealed class FailuresTests
{
    [Theory]
    [InlineData(400, "rejected", false)]
    [InlineData(500, "deferred", true)]
    [InlineData(503, "deferred", true)]
    public void A_response_of_the_hosts_own_has_every_member_that_responses_have(
        int status,
        string outcome,
        bool retryable
    )
    {
        JsonElement response = JsonDocument.Parse(Failures.Document(status, "m", "sha256:in-use").Body).RootElement;
        Assert.Equal(
            ["outcome", "routeSet", "event", "object", "runs", "errors"],
            response.EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal("sha256:in-use", response.GetProperty("routeSet").GetString());
        Assert.Equal(
            ["id", "type", "time"],
            response.GetProperty("event").EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal(
            (outcome, retryable),
            (
                response.GetProperty("outcome").GetString(),
                response.GetProperty("errors")[0].GetProperty("retryable").GetBoolean()
            )
        );
    }
}
