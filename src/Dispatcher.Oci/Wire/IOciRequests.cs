using Dispatcher.Oci.Ports;
using Dispatcher.Planning;

namespace Dispatcher.Oci.Wire;

/// <summary>Writes the requests of the operations, and reads a listing of objects.</summary>
/// <remarks>The two variants differ only in this interface, <see cref="OciTransport"/> and the credentials. Time limits
/// and the reading of all other answers are shared code.</remarks>
internal interface IOciRequests
{
    /// <summary>CreateTaskRun; the request's body is sent unchanged.</summary>
    OciRequest CreateTaskRun(TaskRunRequest request, string requestId);

    /// <summary>GetTaskRun.</summary>
    OciRequest GetTaskRun(string workspace, string application, string taskRunKey);

    /// <summary>ListTaskRuns.</summary>
    OciRequest ListTaskRuns(string workspace, string application, TaskRunFilter filter);

    /// <summary>ListPublishedObjects of <see cref="TaskTypes"/>; null for the first page.</summary>
    OciRequest ListPublishedTasks(string workspace, string application, string? page);

    /// <summary>GetNamespace.</summary>
    OciRequest GetNamespace();

    /// <summary>ListObjects with <see cref="ObjectFields"/>; null for no prefix, for the first
    /// page, and for no end.</summary>
    OciRequest ListObjects(BucketName bucket, string? prefix, string? start, string? end);

    /// <summary>Reads the answer of ListObjects; null when it is not a listing.</summary>
    ObjectPage? ReadObjects(OciAnswer answer);

    /// <summary>GetObject.</summary>
    OciRequest GetObject(BucketName bucket, string name, string? ifNoneMatch);

    /// <summary>PutObject.</summary>
    OciRequest PutObject(
        BucketName bucket,
        string name,
        ReadOnlyMemory<byte> content,
        string contentType,
        PutCondition condition
    );

    /// <summary>DeleteObject.</summary>
    OciRequest DeleteObject(BucketName bucket, string name, string? ifMatch = null);

    /// <summary>The types of published objects that are tasks.</summary>
    static IReadOnlyList<string> TaskTypes { get; } =
    ["INTEGRATION_TASK", "DATA_LOADER_TASK", "PIPELINE_TASK", "SQL_TASK", "OCI_DATAFLOW_TASK", "REST_TASK"];

    /// <summary>The fields that a listing asks for.</summary>
    const string ObjectFields = "name,size,etag,timeModified,archivalState";
}
