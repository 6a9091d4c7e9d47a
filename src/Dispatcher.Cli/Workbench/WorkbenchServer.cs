using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dispatcher.Cli.Console;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Dispatcher.Cli.Workbench;

/// <summary>Serves the page on loopback to a browser that has the token in its address.</summary>
/// <remarks>Other pages in the same browser, and other users of the machine, can send requests to the port. They do not
/// have the token; a name that leads to loopback is refused by <c>Host</c>, another page by <c>Origin</c>.</remarks>
internal sealed class WorkbenchServer : IAsyncDisposable
{
    private const int MostBytes = 4 * 1024 * 1024,
        MostConnections = 64,
        UsualPort = 80,
        TokenBytes = 24;

    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    private readonly WebApplication app;
    private readonly string token = Secret();
    private readonly CancellationTokenSource stopping = new();
    private string? once = Secret();

    private WorkbenchServer(WebApplication app) => this.app = app;

    /// <summary>The page, with the token in it.</summary>
    public Uri Address => new(Origin, $"/{token}/");

    /// <summary>An address that leads to the page once: what stands in a browser's command line, other users of the
    /// machine can read.</summary>
    public Uri FirstAddress => new(Origin, $"/{once ?? token}/");

    private Uri Origin { get; set; } = new("http://127.0.0.1");

    /// <summary>Starts serving.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<WorkbenchServer> StartAsync(WorkbenchAnswers answers, int port, CancellationToken stopping)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = MostBytes;
                kestrel.Limits.MaxConcurrentConnections = MostConnections;
                kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
            });
        var server = new WorkbenchServer(builder.Build());
        server.Map(answers);
        try
        {
            await server.app.StartAsync(stopping).ConfigureAwait(false);
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        server.Origin = new Uri(
            server.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        );
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        using var giveUp = new CancellationTokenSource(DrainTime);
        await app.StopAsync(giveUp.Token).ConfigureAwait(false);
        await app.DisposeAsync().ConfigureAwait(false);
        stopping.Dispose();
    }

    private void Map(WorkbenchAnswers answers)
    {
        app.Use(next => context => GuardAsync(next, context));
        app.UseRouting();
        RouteGroupBuilder page = app.MapGroup($"/{token}");
        page.MapGet("/", Page("index.html", "text/html; charset=utf-8"));
        page.MapGet("/workbench.css", Page("workbench.css", "text/css; charset=utf-8"));
        page.MapGet("/workbench.js", Page("workbench.js", "text/javascript; charset=utf-8"));
        page.MapGet("/api/files", context => AnswerAsync(context, answers.Files(), WorkbenchJson.Default.FilesOutput));
        page.MapPost("/api/check", Ask(answers.Check, WorkbenchJson.Default.CheckOutput));
        page.MapPost("/api/prove", Ask(answers.Prove, WorkbenchJson.Default.ProofsOutput));
        page.MapPost("/api/explain", Ask((question, _) => answers.Explain(question), WorkbenchJson.Default.RawJson));
        page.MapPost("/api/save", Ask((question, _) => answers.Save(question), WorkbenchJson.Default.SavedOutput));
    }

    private async Task GuardAsync(RequestDelegate next, HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        try
        {
            if (Redirected(context))
                return;
            Guard(context.Request);
            await next(context).ConfigureAwait(false);
        }
        catch (RefusedException refused)
        {
            await RefuseAsync(context, (int)refused.Status, refused.Message).ConfigureAwait(false);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException bad)
        {
            await RefuseAsync(
                    context,
                    bad.StatusCode,
                    bad.StatusCode == StatusCodes.Status413PayloadTooLarge
                        ? $"a request has at most {MostBytes / 1024 / 1024} MiB"
                        : "the request cannot be read"
                )
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
            when (context.RequestAborted.IsCancellationRequested || stopping.IsCancellationRequested)
        {
            // The page has asked something newer, or is gone.
        }
    }

    // The first address leads to the page once.
    private bool Redirected(HttpContext context)
    {
        if (
            Volatile.Read(ref once) is not { } first
            || !IsSame(Segment(context.Request), first)
            || !IsOwnHost(context.Request)
            || Interlocked.Exchange(ref once, null) is null
        )
            return false;
        context.Response.Redirect($"/{token}/");
        return true;
    }

    private void Guard(HttpRequest request)
    {
        if (!IsOwnHost(request))
            throw new RefusedException(HttpStatusCode.Forbidden, "the page is served under its loopback address only");
        if (
            request.Headers.TryGetValue("Origin", out var origin)
            && !string.Equals(origin, $"http://{request.Host.Value}", StringComparison.OrdinalIgnoreCase)
        )
            throw new RefusedException(HttpStatusCode.Forbidden, "another page asks");
        if (!IsSame(Segment(request), token))
            throw new RefusedException(
                HttpStatusCode.Forbidden,
                "the address has no token, or an old one; open the address that the command prints"
            );
    }

    // A browser leaves the usual port out.
    private bool IsOwnHost(HttpRequest request) =>
        (request.Host.Port ?? UsualPort) == Origin.Port && request.Host.Host is "127.0.0.1" or "localhost";

    private static string Segment(HttpRequest request) =>
        (request.Path.Value ?? "").Split('/', 3).ElementAtOrDefault(1) ?? "";

    private static bool IsSame(string given, string secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(secret));

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));

    private RequestDelegate Ask<T>(Func<WorkbenchQuestion, CancellationToken, T> answer, JsonTypeInfo<T> type) =>
        async context =>
        {
            WorkbenchQuestion question = await ReadAsync(context.Request).ConfigureAwait(false);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping.Token);
            T answered = await Task.Run(() => answer(question, ended.Token), ended.Token).ConfigureAwait(false);
            await AnswerAsync(context, answered, type).ConfigureAwait(false);
        };

    private static async Task<WorkbenchQuestion> ReadAsync(HttpRequest request)
    {
        if (request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
            throw new RefusedException(HttpStatusCode.UnsupportedMediaType, "the body is JSON: application/json");
        try
        {
            return await JsonSerializer
                .DeserializeAsync(
                    request.Body,
                    WorkbenchJson.Default.WorkbenchQuestion,
                    request.HttpContext.RequestAborted
                )
                .ConfigureAwait(false)
                ?? new WorkbenchQuestion();
        }
        catch (JsonException)
        {
            throw new RefusedException(HttpStatusCode.BadRequest, "the body is not the JSON that the page sends");
        }
    }

    private static Task AnswerAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(JsonText.Compact(value, type), context.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return AnswerAsync(context, new RefusedOutput(message), WorkbenchJson.Default.RefusedOutput);
    }

    private static RequestDelegate Page(string file, string type)
    {
        using Stream resource = typeof(WorkbenchServer).Assembly.GetManifestResourceStream($"workbench/{file}")!;
        byte[] content = new byte[resource.Length];
        resource.ReadExactly(content);
        return context =>
        {
            context.Response.ContentType = type;
            return context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
        };
    }
}
