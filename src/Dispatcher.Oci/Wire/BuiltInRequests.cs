using System.Globalization;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;

namespace Dispatcher.Oci.Wire;

/// <summary>Writes the requests without Oracle's SDK.</summary>
internal sealed class BuiltInRequests : IOciRequests
{
    public OciRequest CreateTaskRun(TaskRunRequest request, string requestId) =>
        new("CreateTaskRun", HttpMethod.Post, OciPath.TaskRuns(request.Workspace, request.Application))
        {
            Body = request.Body,
            Headers = [("opc-retry-token", request.RetryToken), ("opc-request-id", requestId)],
        };

    public OciRequest GetTaskRun(string workspace, string application, string taskRunKey) =>
        new("GetTaskRun", HttpMethod.Get, OciPath.TaskRun(workspace, application, taskRunKey));

    public OciRequest ListTaskRuns(string workspace, string application, TaskRunFilter filter)
    {
        string query = OciPath.Query(
            ("aggregatorKey", filter.TaskKey),
            ("name", filter.Name),
            ("identifier", filter.Identifier),
            ("page", filter.Page),
            ("limit", filter.Limit?.ToString(CultureInfo.InvariantCulture)),
            ("sortOrder", filter.NewestFirst ? "DESC" : null),
            ("sortBy", filter.NewestFirst ? "TIME_CREATED" : null)
        );
        return new("ListTaskRuns", HttpMethod.Get, OciPath.TaskRuns(workspace, application) + query);
    }

    public OciRequest ListPublishedTasks(string workspace, string application, string? page)
    {
        string query = OciPath.Query([
            .. IOciRequests.TaskTypes.Select(type => ("type", (string?)type)),
            ("page", page),
        ]);
        return new("ListPublishedObjects", HttpMethod.Get, OciPath.PublishedObjects(workspace, application) + query);
    }

    public OciRequest GetNamespace() => new("GetNamespace", HttpMethod.Get, OciPath.Namespace);

    public OciRequest ListObjects(BucketName bucket, string? prefix, string? start, string? end)
    {
        string query = OciPath.Query(
            ("prefix", prefix),
            ("start", start),
            ("end", end),
            ("fields", IOciRequests.ObjectFields)
        );
        return new("ListObjects", HttpMethod.Get, OciPath.Objects(bucket) + query);
    }

    public ObjectPage? ReadObjects(OciAnswer answer) => ObjectDocument.Page(answer);

    public OciRequest GetObject(BucketName bucket, string name, string? ifNoneMatch) =>
        new("GetObject", HttpMethod.Get, OciPath.Object(bucket, name))
        {
            Headers = ifNoneMatch is null ? [] : [("if-none-match", ifNoneMatch)],
        };

    public OciRequest PutObject(
        BucketName bucket,
        string name,
        ReadOnlyMemory<byte> content,
        string contentType,
        PutCondition condition
    ) =>
        new("PutObject", HttpMethod.Put, OciPath.Object(bucket, name))
        {
            Body = content,
            ContentType = contentType,
            Headers =
                condition.IfMatch is { } etag ? [("if-match", etag)]
                : condition.IfNoneMatch is { } none ? [("if-none-match", none)]
                : [],
        };

    public OciRequest DeleteObject(BucketName bucket, string name, string? ifMatch = null) =>
        new("DeleteObject", HttpMethod.Delete, OciPath.Object(bucket, name))
        {
            Headers = ifMatch is null ? [] : [("if-match", ifMatch)],
        };
}
