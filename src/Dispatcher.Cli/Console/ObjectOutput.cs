using Dispatcher.Diagnostics;
using Dispatcher.Events;

namespace Dispatcher.Cli.Console;

/// <summary>The member <c>object</c> of several commands' JSON.</summary>
internal sealed record ObjectOutput(string Namespace, string Bucket, string Name, string? Etag)
{
    /// <summary>The object that the event is about.</summary>
    public static ObjectOutput Of(StorageEvent storageEvent) =>
        new(storageEvent.Namespace, storageEvent.Bucket, storageEvent.ObjectName, storageEvent.ETag);
}

/// <summary>An item of the member <c>errors</c> of several commands' JSON.</summary>
internal sealed record ErrorOutput(string Code, string? Route, string Message, bool Retryable)
{
    /// <summary>The errors, in order.</summary>
    public static IReadOnlyList<ErrorOutput> Of(IEnumerable<DispatchError> errors) =>
        [.. errors.Select(error => new ErrorOutput(error.Code, error.Route, error.Message, error.Retryable))];
}
