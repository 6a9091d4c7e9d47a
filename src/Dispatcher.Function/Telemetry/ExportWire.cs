using System.Net;

namespace Dispatcher.Function.Telemetry;

/// <summary>Sends to the collector and keeps the reason of a failure: the SDK reports only that an export
/// failed.</summary>
/// <remarks>The SDK sends one request at a time for each signal, synchronously.</remarks>
internal sealed class ExportWire : DelegatingHandler
{
    private ExportWire()
        : base(
            new SocketsHttpHandler
            {
                ActivityHeadersPropagator = null,
                AllowAutoRedirect = false, // Headers may contain a key.
                // A frozen process does not notice a dropped connection.
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                UseCookies = false,
            }
        ) { }

    /// <summary>Why the last request failed; null when it succeeded.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether the failure is permanent: the same request would be refused again.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>A client for a target.</summary>
    public static HttpClient Client(TimeSpan timeout, out ExportWire wire)
    {
        wire = new ExportWire();
        return new HttpClient(wire) { Timeout = timeout };
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        (Problem, IsRefused) = ("no answer in time", false);
        try
        {
            HttpResponseMessage response = base.Send(request, cancellationToken);
            bool passes =
                response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
                || (int)response.StatusCode >= 500;
            Problem = response.IsSuccessStatusCode ? null : $"status {(int)response.StatusCode}";
            IsRefused = !response.IsSuccessStatusCode && !passes;
            return response;
        }
        catch (HttpRequestException failure)
        {
            Problem = failure.Message;
            throw;
        }
    }

    // The SDK sends synchronously on platforms that support this.
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    ) => Task.FromResult(Send(request, cancellationToken));
}
