namespace Dispatcher.Emulator.Model;

/// <summary>The names of what is emulated, as Oracle's API reference has them: what the product calls, and nothing
/// else.</summary>
public static class Operations
{
    /// <summary>Data Integration.</summary>
    public const string CreateTaskRun = nameof(CreateTaskRun);

    /// <inheritdoc cref="CreateTaskRun"/>
    public const string GetTaskRun = nameof(GetTaskRun);

    /// <inheritdoc cref="CreateTaskRun"/>
    public const string ListTaskRuns = nameof(ListTaskRuns);

    /// <inheritdoc cref="CreateTaskRun"/>
    public const string ListPublishedObjects = nameof(ListPublishedObjects);

    /// <summary>Object Storage.</summary>
    public const string GetNamespace = nameof(GetNamespace);

    /// <inheritdoc cref="GetNamespace"/>
    public const string ListObjects = nameof(ListObjects);

    /// <inheritdoc cref="GetNamespace"/>
    public const string GetObject = nameof(GetObject);

    /// <inheritdoc cref="GetNamespace"/>
    public const string PutObject = nameof(PutObject);

    /// <inheritdoc cref="GetNamespace"/>
    public const string DeleteObject = nameof(DeleteObject);

    /// <summary>A compute instance's own services.</summary>
    public const string GetInstanceMetadata = nameof(GetInstanceMetadata);

    /// <inheritdoc cref="GetInstanceMetadata"/>
    public const string ExchangeCertificate = nameof(ExchangeCertificate);

    /// <summary>Anything else: 404, or 405 where only the method is wrong.</summary>
    public const string Unknown = nameof(Unknown);
}
