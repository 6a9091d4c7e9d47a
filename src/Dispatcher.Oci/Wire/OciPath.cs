using Dispatcher.Oci.Ports;

namespace Dispatcher.Oci.Wire;

/// <summary>Makes the path and query of a request, escaped.</summary>
internal static class OciPath
{
    /// <summary>The caller's namespace.</summary>
    public const string Namespace = "/n";

    /// <summary>The task runs of an application.</summary>
    public static string TaskRuns(string workspace, string application) =>
        $"{Application(workspace, application)}/taskRuns";

    /// <summary>One task run.</summary>
    public static string TaskRun(string workspace, string application, string taskRunKey) =>
        $"{TaskRuns(workspace, application)}/{Segment(taskRunKey)}";

    /// <summary>The published objects of an application.</summary>
    public static string PublishedObjects(string workspace, string application) =>
        $"{Application(workspace, application)}/publishedObjects";

    /// <summary>The objects of a bucket.</summary>
    public static string Objects(BucketName bucket) => $"/n/{Segment(bucket.Namespace)}/b/{Segment(bucket.Bucket)}/o";

    /// <summary>One object.</summary>
    public static string Object(BucketName bucket, string name) => $"{Objects(bucket)}/{Segment(name)}";

    /// <summary>One path segment: everything but unreserved characters is escaped, <c>/</c> too.</summary>
    /// <exception cref="ArgumentException">It is empty: the target would name something else.</exception>
    public static string Segment(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);

        // A proxy that normalises paths removes the segments `.` and `..`, but an object may have such a name.
        return value switch
        {
            "." => "%2E",
            ".." => "%2E%2E",
            _ => Uri.EscapeDataString(value),
        };
    }

    private static string Application(string workspace, string application) =>
        $"/20200430/workspaces/{Segment(workspace)}/applications/{Segment(application)}";

    /// <summary>A query of the parameters that have a value, with its question mark; empty without any.</summary>
    public static string Query(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        string query = "";
        foreach ((string name, string? value) in parameters)
        {
            if (value is not null)
                query += $"{(query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}";
        }

        return query;
    }
}
