using Dispatcher.Planning;

namespace Dispatcher.Oci.Ports;

/// <summary>Published tasks in Data Integration. Only the command <c>check</c> uses this port; the function never
/// does.</summary>
/// <remarks>Each call makes one attempt; expected failures are values. See <see cref="ITaskRuns"/>.</remarks>
public interface IPublishedTasks
{
    /// <summary>One page of the tasks that are published to an application (ListPublishedObjects of the task
    /// types).</summary>
    /// <param name="workspace">The workspace's OCID.</param>
    /// <param name="application">The application's key.</param>
    /// <param name="page">The previous page's <see cref="PublishedTaskPage.NextPage"/>, or null for the first.</param>
    /// <param name="cancellationToken">Reaches the wire.</param>
    Task<ServiceResult<PublishedTaskPage>> ListAsync(
        string workspace,
        string application,
        string? page,
        CancellationToken cancellationToken
    );
}

/// <summary>A page of published tasks.</summary>
/// <param name="Items">The tasks.</param>
/// <param name="NextPage">The next page's token (<c>opc-next-page</c>), or null at the end.</param>
public sealed record PublishedTaskPage(IReadOnlyList<PublishedTask> Items, string? NextPage);
