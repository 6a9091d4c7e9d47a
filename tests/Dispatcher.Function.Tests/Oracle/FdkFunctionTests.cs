using System.Text;
using System.Text.Json;
using Dispatcher.Function.Oracle;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Logging;
using Fnproject.Fn.Fdk.Context;
using Microsoft.AspNetCore.Http;

namespace Dispatcher.Function.Tests.Oracle;

/// <summary>The function as the FDK calls it. In the build with <c>OraclePackages=true</c> only.</summary>
public sealed class FdkFunctionTests
{
    [Fact]
    public async Task A_handler_that_throws_fails_the_call_and_writes_the_line_that_the_built_in_host_writes()
    {
        using var error = new MemoryStream();
        var log = new JsonLog(error, LogLevel.Information, TimeProvider.System) { RouteSet = "sha256:in-use" };
        FdkFunction.Use(new Broken(), log);

        await Assert.ThrowsAsync<InvocationFailedException>(() => FdkFunction.HandleAsync(new Call(), "{}"));

        JsonElement line = JsonDocument
            .Parse(
                Assert.Single(
                    Encoding.UTF8.GetString(error.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                )
            )
            .RootElement;
        Assert.Equal(
            ["time", "level", "event", "message", "routeSet", "callId", "exception"],
            line.EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal(
            ("error", "invocation.crashed", "sha256:in-use", "01ABC"),
            (
                line.GetProperty("level").GetString(),
                line.GetProperty("event").GetString(),
                line.GetProperty("routeSet").GetString(),
                line.GetProperty("callId").GetString()
            )
        );
        Assert.Contains("a bug\non two lines", line.GetProperty("exception").GetString(), StringComparison.Ordinal);
    }

    private sealed class Broken : IInvocationHandler
    {
        public Task<InvocationAnswer> HandleAsync(Invocation invocation, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("a bug\non two lines");
    }

    // What the FDK makes of a request with nothing but a call id.
    private sealed class Call : IHTTPContext, IRuntimeContext, ITracingContext
    {
        public IRuntimeContext RuntimeContext() => this;

        public string RequestURL() => "";

        public string RequestMethod() => "";

        public IHeaderDictionary Headers() => new HeaderDictionary();

        public string GetHeaderByKey(string key) => "";

        public IQueryCollection Query() => new QueryCollection();

        public string[] GetQueryByKey(string key) => [];

        public void AddHeader(string key, string value) { }

        public void SetStatus(int statusCode) { }

        public string AppId() => "";

        public string FunctionId() => "";

        public string AppName() => "";

        public string FunctionName() => "";

        public string CallId() => "01ABC";

        public string FnIntent() => "";

        public DateTime Deadline() => DateTime.Now.AddDays(1);

        public System.Collections.IDictionary Config() => new Dictionary<string, string>();

        public string ConfigValueByKey(string key) => "";

        public ITracingContext TracingContext() => this;

        public bool TracingEnabled() => false;

        public string TraceCollectorURL() => "";

        public string TraceId() => "";

        public string SpanId() => "";

        public string ParentSpanId() => "";

        public bool Sampled() => false;

        public string Flags() => "";

        public string ServiceName() => "";
    }
}
