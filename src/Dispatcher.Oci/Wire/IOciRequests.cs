using Dispatcher.Oci.Ports;
using Dispatcher.Planning;

namespace Dispatcher.Oci.Wire;

/// <summary>How the operations are written as requests, and a listing is read.</summary>
/// <remarks>All that the two variants do differently, with <see cref="OciTransport"/> and the credentials: time limits,
/// reading and judging other answers are the same code for both.</remarks>
internal interface IOciRequests
{
    /// <summary>CreateTaskRun, with the request's body as it is.</summary>
    OciRequest CreateTaskRun(TaskRunRequest request, string requestId);

    /// <summary>GetTaskRun.</summary>
    OciRequest GetTaskRun(string workspace, string application, string taskRunKey);

    /// <summary>ListTaskRuns.</summary>
    OciRequest ListTaskRuns(string workspace, string application, TaskRunFilter filter);

    /// <summary>ListPublishedObjects of <see cref="TaskTypes"/>; null for the first page.</summary>
    OciRequest ListPublishedTasks(string workspace, string application, string? page);

    /// <summary>GetNamespace.</summary>
    OciRequest GetNamespace();

    /// <summary>ListObjects with <see cref="ObjectFields"/>; null for no prefix, and for the first page.</summary>
    OciRequest ListObjects(BucketName bucket, string? prefix, string? start);

    /// <summary>What ListObjects answered, or null when it is no listing.</summary>
    ObjectPage? ReadObjects(OciAnswer answer);

    /// <summary>GetObject.</summary>
    OciRequest GetObject(BucketName bucket, string name, string? ifNoneMatch);

    /// <summary>PutObject.</summary>
    OciRequest PutObject(
        BucketName bucket,
        string name,
        ReadOnlyMemory<byte> content,
        string contentType,
        bool onlyCreate
    );

    /// <summary>DeleteObject.</summary>
    OciRequest DeleteObject(BucketName bucket, string name);

    /// <summary>The types of published objects that can be run.</summary>
    static IReadOnlyList<string> TaskTypes { get; } =
    ["INTEGRATION_TASK", "DATA_LOADER_TASK", "PIPELINE_TASK", "SQL_TASK", "OCI_DATAFLOW_TASK", "REST_TASK"];

    /// <summary>What a listing tells of each object.</summary>
    const string ObjectFields = "name,size,etag,timeModified";
}
