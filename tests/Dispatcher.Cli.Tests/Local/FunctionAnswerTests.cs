using System.Text;
using Dispatcher.Cli.Local;
using Dispatcher.Planning;

namespace Dispatcher.Cli.Tests.Local;

public sealed class FunctionAnswerTests
{
    [Fact]
    public void A_response_document_is_read()
    {
        FunctionAnswer answer = FunctionAnswer.Read(
            503,
            Encoding.UTF8.GetBytes(
                """
                {"outcome": "deferred", "event": {"id": "1"}, "object": null,
                 "runs": [{"route": "r", "taskKey": "t", "taskRunKey": "k", "name": "n", "status": "NOT_STARTED", "opcRequestId": "o", "duplicate": true}],
                 "errors": [{"code": "RD402", "route": null, "message": "slow down", "retryable": true}]}
                """
            )
        );
        Assert.Equal((503, Outcome.Deferred, false), (answer.Status, answer.Outcome, answer.IsGood));
        Assert.Equal(new AnsweredRun("r", "t", "k", "n", "NOT_STARTED", true), Assert.Single(answer.Runs));
        Assert.Equal(new Diagnostics.DispatchError("RD402", null, "slow down", true), Assert.Single(answer.Errors));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"outcome": 1, "runs": [], "errors": []}""")]
    public void Anything_else_is_refused(string body) =>
        Assert.Throws<InvalidDataException>(() => FunctionAnswer.Read(200, Encoding.UTF8.GetBytes(body)));
}
