using Dispatcher.Function.Hosting;
using Dispatcher.Runtime.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Dispatcher.Function.Oracle;

/// <summary>Ends the process when its socket is missing: the FDK links the socket in a callback after the start, and
/// the generic host goes on when this callback fails.</summary>
/// <remarks>The failure is seen in the generic host's log output. A socket that is missing without such a failure, or
/// disappears later, is found by checks.</remarks>
internal sealed class FdkStart(IServiceProvider services, FnListener listener, JsonLog log)
    : BackgroundService,
        ILoggerProvider,
        ILogger
{
    /// <summary>The log category of the generic host for an exception in a callback of the start.</summary>
    public const string Category = "Microsoft.Extensions.Hosting.Internal.ApplicationLifetime";

    private int ended;

    /// <summary>Whether the process must end because its socket is missing.</summary>
    public static bool HasFailed { get; private set; }

    public ILogger CreateLogger(string categoryName) => categoryName == Category ? this : Silent.Logger;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (exception is not null && IsEnabled(logLevel))
            End(() => HostLines.NoSocket(log, listener, exception.GetBaseException()));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string? gone = await SocketWatch
            .WhenGoneAsync(listener.SocketPath, SocketWatch.Interval, stoppingToken)
            .ConfigureAwait(false);
        if (gone is not null)
            End(() => HostLines.LostSocket(log, gone));
    }

    private void End(Action say)
    {
        if (Interlocked.Exchange(ref ended, 1) != 0)
            return;
        say();
        HasFailed = true;
        services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
    }

    private sealed class Silent : ILogger
    {
        public static readonly Silent Logger = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => false;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) { }
    }
}
