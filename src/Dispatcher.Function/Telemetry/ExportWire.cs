using System.Net;

namespace Dispatcher.Function.Telemetry;

/// <summary>Sends to the collector, and remembers what came of it: the SDK says only that an export failed.</summary>
/// <remarks>The SDK sends one request at a time for each signal, synchronously.</remarks>
internal sealed class ExportWire : DelegatingHandler
{
    private ExportWire()
        : base(
            new SocketsHttpHandler
            {
                ActivityHeadersPropagator = null,
                AllowAutoRedirect = false, // Headers may hold a key.
                PooledConnectionLifetime = TimeSpan.FromMinutes(2), // As for the services: a frozen process does not notice a dropped one.
                UseCookies = false,
            }
        ) { }

    /// <summary>Why the last request failed; null when it did not.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether it failed for good: the same request would be refused again.</summary>
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

    // The SDK sends synchronously wherever the platform can.
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    ) => Task.FromResult(Send(request, cancellationToken));
}
