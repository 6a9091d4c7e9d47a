using System.Net.Sockets;
using System.Text;

namespace Dispatcher.Function.Hosting;

/// <summary>Checks that the function in the same container answers, by invoking it.</summary>
/// <remarks>The event is about a bucket, so it starts nothing and the outcome is <c>ignored</c> (dispatch-v1,
/// "Outcome"). Both hosts serve the same socket, so this works with both.</remarks>
public static class HealthCheck
{
    /// <summary>The argument that makes the process a health check instead of a function.</summary>
    public const string Argument = "health";

    /// <summary>The exit code when the function does not answer, or answers with a failure.</summary>
    public const int Unhealthy = 1;

    private const string BucketEvent = """
        {"cloudEventsVersion":"0.1","eventID":"health","eventType":"com.oraclecloud.objectstorage.updatebucket","source":"health","eventTypeVersion":"2.0","eventTime":"2020-01-01T00:00:00Z","contentType":"application/json","data":{"resourceName":"health"}}
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Invokes the function once.</summary>
    /// <returns>0 when it succeeds, else <see cref="Unhealthy"/>, with a line on standard error that says
    /// why.</returns>
    public static async Task<int> RunAsync(FnListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = (_, cancellationToken) => ConnectAsync(listener.SocketPath, cancellationToken),
        };
        using var client = new HttpClient(handler) { Timeout = Patience };
        using var content = new StringContent(BucketEvent, Encoding.UTF8, "application/json");
        string problem;
        try
        {
            using HttpResponseMessage answer = await client
                .PostAsync(new Uri("http://localhost/call"), content)
                .ConfigureAwait(false);
            if (answer.IsSuccessStatusCode)
                return FnHost.Stopped;
            problem = $"the function answered {(int)answer.StatusCode}";
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            problem = failure.GetBaseException().Message;
        }

        await Console.Error.WriteLineAsync($"unhealthy: {listener.SocketPath}: {problem}").ConfigureAwait(false);
        return Unhealthy;
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
