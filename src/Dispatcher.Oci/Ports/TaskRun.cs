using System.Text.Json;

namespace Dispatcher.Oci.Ports;

/// <summary>A task run as the service describes it.</summary>
public sealed record TaskRun
{
    /// <summary>The service's key for the run.</summary>
    public required string Key { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Its identifier.</summary>
    public string? Identifier { get; init; }

    /// <summary><c>NOT_STARTED QUEUED RUNNING TERMINATING TERMINATED SUCCESS ERROR</c>, as sent; null when
    /// missing.</summary>
    public string? Status { get; init; }

    /// <summary>Whether the run has ended. An unknown status counts as not ended.</summary>
    public bool IsFinished => Status is "SUCCESS" or "ERROR" or "TERMINATED";

    /// <summary>The service's error message for a failed run.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The key of the task that it runs.</summary>
    public string? TaskKey { get; init; }

    /// <summary>What its parameters were set to, by name; null when that was not asked for
    /// (<see cref="TaskRunFilter.WithBindings"/>) or the service does not show it.</summary>
    public JsonElement? Bindings { get; init; }

    /// <summary>When it was created, as the service says; null when it does not.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When it began, epoch milliseconds.</summary>
    public long? StartTimeMillis { get; init; }

    /// <summary>When it ended, epoch milliseconds.</summary>
    public long? EndTimeMillis { get; init; }

    /// <summary>The <c>opc-request-id</c> of the answer that carried this.</summary>
    public string? OpcRequestId { get; init; }

    /// <summary>How old the run was when the service answered, by the service's two times; null when one is missing.
    /// Never more than the true age, because the time of an answer has whole seconds.</summary>
    public TimeSpan? Age { get; init; }
}

/// <summary>Which task runs to list.</summary>
public sealed record TaskRunFilter
{
    /// <summary>Runs of exactly this name.</summary>
    public string? Name { get; init; }

    /// <summary>Runs of exactly this identifier.</summary>
    public string? Identifier { get; init; }

    /// <summary>Runs of this task.</summary>
    public string? TaskKey { get; init; }

    /// <summary>The page to read, from <see cref="TaskRunPage.NextPage"/>.</summary>
    public string? Page { get; init; }

    /// <summary>The maximum number of runs in the page.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether <see cref="TaskRun.Bindings"/> are read. Not sent.</summary>
    public bool WithBindings { get; init; }

    /// <summary>Whether the order matters: the runs that were created last come first.</summary>
    public bool NewestFirst { get; init; }
}

/// <summary>A page of task runs.</summary>
/// <param name="Items">The runs.</param>
/// <param name="NextPage">The next page's token (<c>opc-next-page</c>), or null at the end.</param>
public sealed record TaskRunPage(IReadOnlyList<TaskRun> Items, string? NextPage);
