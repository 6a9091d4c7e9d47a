using System.Collections.Immutable;
using Dispatcher.Function.Hosting;
using Dispatcher.Runtime.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

[assembly: HostingStartup(typeof(Dispatcher.Function.Oracle.FdkCalls))]

namespace Dispatcher.Function.Oracle;

/// <summary>Middleware in front of the FDK. When the FDK fails without a log line, this writes the same line as the
/// built-in host. It also sets the built-in host's limits for the server, and gives the memory of large bodies back as
/// that does.</summary>
/// <remarks>The web host inside the FDK finds it by the attribute, in the assembly that <see cref="FdkHost"/>
/// sets.</remarks>
internal sealed class FdkCalls : IHostingStartup, IStartupFilter
{
    private static readonly AsyncLocal<FdkCall?> InProgress = new();
    private static readonly BodyMemory Memory = new();
    private static int running;

    /// <summary>The current call. It is found by its execution context: the FDK hands a function no headers but for one
    /// intent.</summary>
    public static FdkCall Current => InProgress.Value ?? new FdkCall([]);

    /// <summary>The log. It is static because the web host constructs this class itself.</summary>
    public static JsonLog? Log { get; set; }

    /// <summary>Where the platform expects the function.</summary>
    public static FnListener? Listener { get; set; }

    public void Configure(IWebHostBuilder builder) =>
        builder.ConfigureServices(services =>
            services
                .Configure<KestrelServerOptions>(FnHost.LiftLimits)
                .AddSingleton<IStartupFilter>(this)
                .AddSingleton(provider => new FdkStart(provider, Listener!, Log!))
                .AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<FdkStart>())
                .AddHostedService(provider => provider.GetRequiredService<FdkStart>())
        );

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(BeforeAsync);
            next(app);
        };

    private static async Task BeforeAsync(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Request.Headers; // The FDK removes them.
        string? callId = FnHeaders.Value(headers, "Fn-Call-Id");
        var call = new FdkCall(FnHeaders.Attributes(headers));
        InProgress.Value = call;
        Interlocked.Increment(ref running);
        context.Response.OnCompleted(() =>
        {
            Interlocked.Decrement(ref running);
            Memory.Done(call.BodyBytes, ref running);
            return Task.CompletedTask;
        });
        if (HostLines.SaysUnreadableDeadline(Log!, headers, callId))
            headers.Remove("Fn-Deadline");
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            HostLines.Refused(Log!, HostLines.NotArrived(failure), callId);
            throw;
        }
        catch (Exception failure) when (failure is not InvocationFailedException)
        {
            HostLines.Crashed(Log!, callId, failure);
            throw;
        }
    }
}

/// <summary>A call as the middleware before the FDK knows it.</summary>
/// <param name="attributes">The attributes of the CloudEvent in binary mode that it is; empty when it is not in that
/// mode.</param>
internal sealed class FdkCall(ImmutableArray<KeyValuePair<string, string>> attributes)
{
    /// <summary>The attributes of the CloudEvent in binary mode.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Attributes { get; } = attributes;

    /// <summary>The size of its body in bytes, once the function has it.</summary>
    public int BodyBytes { get; set; }
}
