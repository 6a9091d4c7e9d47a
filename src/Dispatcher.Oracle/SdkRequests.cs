using System.Text;
using Dispatcher.Oci.Ports;
using Dispatcher.Oci.Wire;
using Dispatcher.Planning;
using Newtonsoft.Json;
using Oci.Common.Utils;
using Oci.DataintegrationService.Requests;
using Oci.ObjectstorageService.Models;
using Oci.ObjectstorageService.Requests;
using ObjectSummary = Dispatcher.Oci.Ports.ObjectSummary;

namespace Dispatcher.Oracle;

/// <summary>The operations as the SDK's requests.</summary>
internal sealed class SdkRequests : IOciRequests
{
    private const string Runs = "/20200430/workspaces/{workspaceId}/applications/{applicationKey}/taskRuns";
    private const string Published =
        "/20200430/workspaces/{workspaceId}/applications/{applicationKey}/publishedObjects";
    private const string Objects = "/n/{namespaceName}/b/{bucketName}/o";

    private static readonly JsonSerializerSettings AsTheSdkReads = new()
    {
        ContractResolver = new CustomResolver(),
        NullValueHandling = NullValueHandling.Ignore,
        MaxDepth = OciJsonSerializerSettings.GetDefaultJsonSerializerMaxDepth(),
    };

    public OciRequest CreateTaskRun(TaskRunRequest request, string requestId)
    {
        var create = new CreateTaskRunRequest
        {
            WorkspaceId = request.Workspace,
            ApplicationKey = request.Application,
            CreateTaskRunDetails = TaskRunDetails.Of(request),
            OpcRetryToken = request.RetryToken,
            OpcRequestId = requestId,
        };
        return SdkRequestWriter.Write(HttpMethod.Post, Runs, create) with
        {
            Body = TaskRunDetails.Write(create.CreateTaskRunDetails),
        };
    }

    public OciRequest GetTaskRun(string workspace, string application, string taskRunKey) =>
        SdkRequestWriter.Write(
            HttpMethod.Get,
            Runs + "/{taskRunKey}",
            new GetTaskRunRequest
            {
                WorkspaceId = workspace,
                ApplicationKey = application,
                TaskRunKey = taskRunKey,
            }
        );

    public OciRequest ListTaskRuns(string workspace, string application, TaskRunFilter filter) =>
        SdkRequestWriter.Write(
            HttpMethod.Get,
            Runs,
            new ListTaskRunsRequest
            {
                WorkspaceId = workspace,
                ApplicationKey = application,
                AggregatorKey = filter.TaskKey,
                Name = filter.Name,
                Identifier = filter.Identifier is { } identifier ? [identifier] : null,
                Page = filter.Page,
                Limit = filter.Limit,
                SortOrder = filter.NewestFirst ? ListTaskRunsRequest.SortOrderEnum.Desc : null,
                SortBy = filter.NewestFirst ? ListTaskRunsRequest.SortByEnum.TimeCreated : null,
            }
        );

    public OciRequest ListPublishedTasks(string workspace, string application, string? page) =>
        SdkRequestWriter.Write(
            HttpMethod.Get,
            Published,
            new ListPublishedObjectsRequest
            {
                WorkspaceId = workspace,
                ApplicationKey = application,
                Type = [.. IOciRequests.TaskTypes],
                Page = page,
            }
        );

    public OciRequest GetNamespace() => SdkRequestWriter.Write(HttpMethod.Get, "/n", new GetNamespaceRequest());

    public OciRequest ListObjects(BucketName bucket, string? prefix, string? start, string? end) =>
        SdkRequestWriter.Write(
            HttpMethod.Get,
            Objects,
            new ListObjectsRequest
            {
                NamespaceName = bucket.Namespace,
                BucketName = bucket.Bucket,
                Prefix = prefix,
                Start = start,
                End = end,
                Fields = IOciRequests.ObjectFields,
            }
        );

    public ObjectPage? ReadObjects(OciAnswer answer)
    {
        try
        {
            var list = JsonConvert.DeserializeObject<ListObjects>(
                Encoding.UTF8.GetString(answer.Body.Span),
                AsTheSdkReads
            );
            return list?.Objects is { } objects && objects.TrueForAll(item => !string.IsNullOrEmpty(item?.Name))
                ? new(
                    [.. objects.Select(item => Summary(item))],
                    string.IsNullOrEmpty(list.NextStartWith) ? null : list.NextStartWith
                )
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public OciRequest GetObject(BucketName bucket, string name, string? ifNoneMatch) =>
        SdkRequestWriter.Write(
            HttpMethod.Get,
            Objects + "/{objectName}",
            new GetObjectRequest
            {
                NamespaceName = bucket.Namespace,
                BucketName = bucket.Bucket,
                ObjectName = name,
                IfNoneMatch = ifNoneMatch,
            }
        );

    public OciRequest PutObject(
        BucketName bucket,
        string name,
        ReadOnlyMemory<byte> content,
        string contentType,
        PutCondition condition
    ) =>
        SdkRequestWriter.Write(
            HttpMethod.Put,
            Objects + "/{objectName}",
            new PutObjectRequest
            {
                NamespaceName = bucket.Namespace,
                BucketName = bucket.Bucket,
                ObjectName = name,
                ContentType = contentType,
                IfMatch = condition.IfMatch,
                IfNoneMatch = condition.IfNoneMatch,
            }
        ) with
        {
            Body = content,
        };

    public OciRequest DeleteObject(BucketName bucket, string name, string? ifMatch = null) =>
        SdkRequestWriter.Write(
            HttpMethod.Delete,
            Objects + "/{objectName}",
            new DeleteObjectRequest
            {
                NamespaceName = bucket.Namespace,
                BucketName = bucket.Bucket,
                ObjectName = name,
                IfMatch = ifMatch,
            }
        );

    private static ObjectSummary Summary(global::Oci.ObjectstorageService.Models.ObjectSummary item) =>
        new(item.Name, item.Etag, item.Size, Time(item)) { ArchivalState = item.ArchivalState?.ToString() };

    private static DateTimeOffset? Time(global::Oci.ObjectstorageService.Models.ObjectSummary item) =>
        item.TimeModified is { } time ? new DateTimeOffset(time.ToUniversalTime()) : null;
}
