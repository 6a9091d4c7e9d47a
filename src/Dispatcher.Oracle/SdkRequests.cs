using Dispatcher.Planning;
using Dispatcher.Runtime.Oci;
using Dispatcher.Runtime.Ports;
using Oci.Common;
using Oci.DataintegrationService.Requests;
using Oci.ObjectstorageService.Requests;

namespace Dispatcher.Oracle;

/// <summary>The operations, written by the SDK's request types and converter.</summary>
internal sealed class SdkRequests : IOciRequests
{
    // Only the part after the host is used: the converter wants a whole address.
    private static readonly Uri AnyHost = new("http://localhost");

    public OciRequest CreateTaskRun(TaskRunRequest request, string requestId) =>
        Write("CreateTaskRun", HttpMethod.Post, OciPath.TaskRuns(request.Workspace, request.Application), new CreateTaskRunRequest
        {
            WorkspaceId = request.Workspace,
            ApplicationKey = request.Application,
            OpcRetryToken = request.RetryToken,
            OpcRequestId = requestId,
            CreateTaskRunDetails = new RenderedDetails(request.Body),
        });

    public OciRequest GetTaskRun(string workspace, string application, string taskRunKey) =>
        Write("GetTaskRun", HttpMethod.Get, OciPath.TaskRun(workspace, application, taskRunKey), new GetTaskRunRequest
        {
            WorkspaceId = workspace,
            ApplicationKey = application,
            TaskRunKey = taskRunKey,
        });

    public OciRequest ListTaskRuns(string workspace, string application, TaskRunFilter filter) =>
        Write("ListTaskRuns", HttpMethod.Get, OciPath.TaskRuns(workspace, application), new ListTaskRunsRequest
        {
            WorkspaceId = workspace,
            ApplicationKey = application,
            AggregatorKey = filter.TaskKey,
            Name = filter.Name,
            Identifier = filter.Identifier is { } identifier ? [identifier] : null,
            Page = filter.Page,
            Limit = filter.Limit,
        });

    public OciRequest ListPublishedTasks(string workspace, string application, string? page) =>
        Write("ListPublishedObjects", HttpMethod.Get, OciPath.PublishedObjects(workspace, application), new ListPublishedObjectsRequest
        {
            WorkspaceId = workspace,
            ApplicationKey = application,
            Type = [.. IOciRequests.TaskTypes],
            Page = page,
        });

    public OciRequest GetNamespace() => Write("GetNamespace", HttpMethod.Get, OciPath.Namespace, new GetNamespaceRequest());

    public OciRequest ListObjects(BucketName bucket, string? prefix, string? start) =>
        Write("ListObjects", HttpMethod.Get, OciPath.Objects(bucket), new ListObjectsRequest
        {
            NamespaceName = bucket.Namespace,
            BucketName = bucket.Bucket,
            Prefix = prefix,
            Start = start,
            Fields = IOciRequests.ObjectFields,
        });

    public OciRequest GetObject(BucketName bucket, string name, string? ifNoneMatch) =>
        Write("GetObject", HttpMethod.Get, OciPath.Object(bucket, name), new GetObjectRequest
        {
            NamespaceName = bucket.Namespace,
            BucketName = bucket.Bucket,
            ObjectName = name,
            IfNoneMatch = ifNoneMatch,
        });

    public OciRequest PutObject(BucketName bucket, string name, ReadOnlyMemory<byte> content, string contentType, bool onlyCreate) =>
        Write("PutObject", HttpMethod.Put, OciPath.Object(bucket, name), new PutObjectRequest
        {
            NamespaceName = bucket.Namespace,
            BucketName = bucket.Bucket,
            ObjectName = name,
            PutObjectBody = new MemoryStream(content.ToArray(), writable: false),
            ContentType = contentType,
            IfNoneMatch = onlyCreate ? "*" : null,
        });

    public OciRequest DeleteObject(BucketName bucket, string name) =>
        Write("DeleteObject", HttpMethod.Delete, OciPath.Object(bucket, name), new DeleteObjectRequest
        {
            NamespaceName = bucket.Namespace,
            BucketName = bucket.Bucket,
            ObjectName = name,
        });

    /// <summary>What the SDK makes of its request: query, headers and body. The path is <paramref name="path"/>: the converter's goes
    /// through <see cref="Uri"/>, which takes a segment away that is nothing but dots, and so would name another object.</summary>
    private static OciRequest Write<T>(string operation, HttpMethod method, string path, T request)
        where T : IOciRequest
    {
        using HttpRequestMessage message = Converter.ToHttpRequestMessage(new Uri(AnyHost, path), method, request);
        var written = new OciRequest(operation, method, path + message.RequestUri!.Query)
        {
            Headers = [.. message.Headers.NonValidated.Select(header => (header.Key, header.Value.ToString()))],
        };
        return message.Content is not { } content ? written : written with
        {
            Body = Body(content),
            ContentType = content.Headers.NonValidated["Content-Type"].ToString(),
        };
    }

    private static ReadOnlyMemory<byte> Body(HttpContent content)
    {
        var body = new MemoryStream();
        content.CopyTo(body, context: null, CancellationToken.None); // From memory to memory.
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
