using Dispatcher.Oci.Ports;
using Dispatcher.Oci.Wire;
using Dispatcher.Planning;
using Oci.Common;
using Oci.DataintegrationService.Requests;
using Oci.ObjectstorageService.Requests;

namespace Dispatcher.Oracle;

/// <summary>The operations, with queries and bodies written by the SDK's request types and converter.</summary>
/// <remarks>
/// Paths and headers are written here. The converter escapes a path through <see cref="Uri"/>, which takes a segment
/// away that is nothing but dots, and so would name another object. Paths and headers both it reads through
/// <c>dynamic</c>: the C# binder that this loads costs a cold start some 90 ms and every process some 20 MB, more than
/// the smallest function has to spare.
/// </remarks>
internal sealed class SdkRequests : IOciRequests
{
    // Only the part after the host is used: the converter wants a whole address.
    private static readonly Uri AnyHost = new("http://localhost");

    public OciRequest CreateTaskRun(TaskRunRequest request, string requestId) =>
        Write(
            new("CreateTaskRun", HttpMethod.Post, OciPath.TaskRuns(request.Workspace, request.Application))
            {
                Headers = [("opc-retry-token", request.RetryToken), ("opc-request-id", requestId)],
            },
            new CreateTaskRunRequest { CreateTaskRunDetails = new RenderedDetails(request.Body) }
        );

    public OciRequest GetTaskRun(string workspace, string application, string taskRunKey) =>
        new("GetTaskRun", HttpMethod.Get, OciPath.TaskRun(workspace, application, taskRunKey));

    public OciRequest ListTaskRuns(string workspace, string application, TaskRunFilter filter) =>
        Write(
            new("ListTaskRuns", HttpMethod.Get, OciPath.TaskRuns(workspace, application)),
            new ListTaskRunsRequest
            {
                AggregatorKey = filter.TaskKey,
                Name = filter.Name,
                Identifier = filter.Identifier is { } identifier ? [identifier] : null,
                Page = filter.Page,
                Limit = filter.Limit,
            }
        );

    public OciRequest ListPublishedTasks(string workspace, string application, string? page) =>
        Write(
            new("ListPublishedObjects", HttpMethod.Get, OciPath.PublishedObjects(workspace, application)),
            new ListPublishedObjectsRequest { Type = [.. IOciRequests.TaskTypes], Page = page }
        );

    public OciRequest GetNamespace() => new("GetNamespace", HttpMethod.Get, OciPath.Namespace);

    public OciRequest ListObjects(BucketName bucket, string? prefix, string? start) =>
        Write(
            new("ListObjects", HttpMethod.Get, OciPath.Objects(bucket)),
            new ListObjectsRequest
            {
                Prefix = prefix,
                Start = start,
                Fields = IOciRequests.ObjectFields,
            }
        );

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
        bool onlyCreate
    ) =>
        Write(
            new("PutObject", HttpMethod.Put, OciPath.Object(bucket, name))
            {
                ContentType = contentType,
                Headers = onlyCreate ? [("if-none-match", "*")] : [],
            },
            new PutObjectRequest { PutObjectBody = new MemoryStream(content.ToArray(), writable: false) }
        );

    public OciRequest DeleteObject(BucketName bucket, string name) =>
        new("DeleteObject", HttpMethod.Delete, OciPath.Object(bucket, name));

    /// <summary>Adds what the SDK makes of its request: the query and the body.</summary>
    private static OciRequest Write<T>(OciRequest begun, T request)
        where T : IOciRequest
    {
        using HttpRequestMessage message = Converter.ToHttpRequestMessage(AnyHost, begun.Method, request);
        return begun with
        {
            Target = begun.Target + message.RequestUri!.Query,
            Body = message.Content is { } content ? Body(content) : null,
        };
    }

    private static ReadOnlyMemory<byte> Body(HttpContent content)
    {
        var body = new MemoryStream();
        content.CopyTo(body, context: null, CancellationToken.None); // From memory to memory.
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
