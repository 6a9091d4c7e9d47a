using Dispatcher.Events;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Logging;
using Dispatcher.Runtime.Retrying;
using Dispatcher.Runtime.Settings;
using Dispatcher.Runtime.Sources;
using Dispatcher.Runtime.Sweeping;
using Dispatcher.Runtime.Telemetry;

namespace Dispatcher.Runtime.Calls;

/// <summary>One call in, one answer out: says what the body is, and dispatches its event, or its events, answers the
/// ping, or sweeps.</summary>
/// <remarks>dispatch-v1. Safe for any number of calls at once.</remarks>
public sealed class EventDispatcher : IInvocationHandler
{
    private readonly RouteSetHolder routes;
    private readonly TimeProvider time;
    private readonly DispatchOptions options;
    private readonly JsonLog log;
    private readonly SingleDispatch single;
    private readonly BatchDispatch batches;
    private readonly FunctionSweep sweep;

    /// <summary>A dispatcher.</summary>
    /// <param name="settings">The function's configuration.</param>
    /// <param name="routes">The routes.</param>
    /// <param name="taskRuns">Data Integration.</param>
    /// <param name="objects">Object Storage, for dead letters.</param>
    /// <param name="log">The log.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="options">The bounds; null for the deployed ones.</param>
    /// <param name="instruments">Metrics and traces; null for some that nothing reads.</param>
    public EventDispatcher(
        FunctionSettings settings,
        RouteSetHolder routes,
        ITaskRuns taskRuns,
        IObjectStore objects,
        JsonLog log,
        TimeProvider? time = null,
        DispatchOptions? options = null,
        Instruments? instruments = null
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        (this.routes, this.log) = (routes, log);
        this.time = time ?? TimeProvider.System;
        this.options = options ?? new DispatchOptions();
        instruments ??= new Instruments();
        var retrier = new Retrier(this.options, this.time, instruments);
        DeadLetterBox? deadLetters = settings.DeadLetter is { } place
            ? new DeadLetterBox(objects, place, retrier, this.time)
            : null;
        single = new SingleDispatch(
            settings,
            routes,
            taskRuns,
            deadLetters,
            retrier,
            log,
            this.time,
            this.options,
            instruments
        );
        batches = new BatchDispatch(single, log, this.time, this.options, instruments);
        sweep = new FunctionSweep(settings, taskRuns, objects, retrier, log, this.time, this.options, instruments);
    }

    /// <inheritdoc/>
    public async Task<InvocationAnswer> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        routes.Begin(); // Also beside an event that needs none: the next one may.
        switch (await LargeBodies.ReadAsync(invocation.Body).ConfigureAwait(false))
        {
            case BodyReading.Many many:
                return await batches.RunAsync(invocation, many.Batch, cancellationToken).ConfigureAwait(false);
            case BodyReading.Ping:
                return await PingAsync(invocation, cancellationToken).ConfigureAwait(false);
            case BodyReading.Sweep { Call: var call }:
                return await SweepAsync(invocation, call, cancellationToken).ConfigureAwait(false);
            case BodyReading.Single { Reading: var reading }:
                DispatchResult result = await DispatchAsync(invocation, reading, cancellationToken)
                    .ConfigureAwait(false);
                return new InvocationAnswer(result.Status, ResponseJson.Write(result));
            case var unknown:
                throw new InvalidOperationException($"{unknown.GetType().Name} is not dispatched.");
        }
    }

    /// <summary>Dispatches a body that is one event, and writes the one summary line. Never throws for any event,
    /// whatever the services do.</summary>
    /// <param name="invocation">The event as received.</param>
    /// <param name="cancellationToken">Says that the process is about to end: what is not done is deferred, and
    /// kept.</param>
    public Task<DispatchResult> DispatchAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        routes.Begin();
        return DispatchAsync(invocation, EventReader.Read(invocation.Body), cancellationToken);
    }

    private Task<DispatchResult> DispatchAsync(
        Invocation invocation,
        EventReading reading,
        CancellationToken cancellationToken
    ) =>
        single.RunAsync(
            new Delivery(
                invocation,
                reading,
                Deadline.Of(time, invocation.Deadline, single.KeepsDeadLetters, options),
                new SemaphoreSlim(options.LaunchesAtOnce)
            ),
            cancellationToken
        );

    private async Task<InvocationAnswer> SweepAsync(
        Invocation invocation,
        SweepCall call,
        CancellationToken cancellationToken
    )
    {
        var deadline = Deadline.Of(time, invocation.Deadline, keepsDeadLetters: false, options);
        return await single.PlannerAsync(deadline, cancellationToken).ConfigureAwait(false) is { } planner
            ? await sweep.RunAsync(invocation, call, planner, cancellationToken).ConfigureAwait(false)
            : sweep.WithoutRoutes(invocation, single.NoRoutes());
    }

    // Nothing is recorded anywhere: a timer that keeps the function warm must not look like events.
    private async Task<InvocationAnswer> PingAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var deadline = Deadline.Of(time, invocation.Deadline, keepsDeadLetters: false, options);
        DispatchPlanner? planner = await single.PlannerAsync(deadline, cancellationToken).ConfigureAwait(false);
        log.Write(
            LogLevel.Debug,
            "ping",
            planner is null ? "There are no routes to serve with." : "The function can serve.",
            json => json.WriteString("callId", invocation.CallId)
        );
        return new InvocationAnswer(
            planner is null ? 503 : 200,
            ResponseJson.Ping(planner?.Set, planner is null ? [single.NoRoutes()] : [])
        );
    }
}
