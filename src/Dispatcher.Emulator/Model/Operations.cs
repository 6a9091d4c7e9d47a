namespace Dispatcher.Emulator.Model;

/// <summary>The names of the emulated operations, as in Oracle's API reference. Only operations that the product calls
/// are emulated.</summary>
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

    /// <summary>The services behind an instance principal.</summary>
    public const string GetInstanceMetadata = nameof(GetInstanceMetadata);

    /// <inheritdoc cref="GetInstanceMetadata"/>
    public const string ExchangeCertificate = nameof(ExchangeCertificate);

    /// <summary>Any other request: 404, or 405 when only the method is wrong.</summary>
    public const string Unknown = nameof(Unknown);
}
