using System.Collections.Immutable;

namespace Dispatcher.Planning;

/// <summary>The tasks that are published to one application, as far as the service tells.</summary>
/// <param name="Workspace">The workspace's OCID.</param>
/// <param name="Application">The application's key.</param>
/// <param name="Tasks">The tasks; empty with a <paramref name="Refusal"/>.</param>
/// <param name="Refusal">Why the service shows none: the application is not there, or the caller may not see
/// it.</param>
public sealed record PublishedApplication(
    string Workspace,
    string Application,
    ImmutableArray<PublishedTask> Tasks,
    string? Refusal = null
);

/// <summary>A published task.</summary>
/// <param name="Key">Its key: what a run names as <c>aggregatorKey</c>.</param>
/// <param name="Name">Its name, where the service tells.</param>
/// <param name="Type"><c>INTEGRATION_TASK DATA_LOADER_TASK PIPELINE_TASK SQL_TASK OCI_DATAFLOW_TASK REST_TASK</c>, as
/// sent.</param>
/// <param name="Parameters">Its parameters; null where the service does not tell.</param>
public sealed record PublishedTask(string Key, string? Name, string? Type, ImmutableArray<TaskParameter>? Parameters)
{
    /// <summary>The key in the task's metadata, where the service tells one. Which of the two a run names is not
    /// documented: either is taken for the task's.</summary>
    public string? AggregatorKey { get; init; }

    /// <summary>Whether a run that names <paramref name="key"/> means this task.</summary>
    public bool Has(string key) => Key == key || AggregatorKey == key;
}

/// <summary>A parameter of a task.</summary>
/// <param name="Name">Its name, which bindings use.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="TypeName">The service's own word for its type, where it tells.</param>
/// <param name="Required">Whether a run must bind it: it is an input, and nothing was set for it when the task was
/// made.</param>
public sealed record TaskParameter(string Name, ParameterKind Kind, string? TypeName, bool Required);

/// <summary>What a parameter takes.</summary>
public enum ParameterKind
{
    /// <summary>A type this product knows nothing of.</summary>
    Unknown,

    /// <summary>Text; dates and times are sent as text, too.</summary>
    Text,

    /// <summary>An integer or a decimal.</summary>
    Number,

    /// <summary>A truth value.</summary>
    Boolean,

    /// <summary>A schema of a connection; a bucket is one.</summary>
    Schema,

    /// <summary>A table, a file, a query.</summary>
    Entity,

    /// <summary>The connection to a data asset, with credentials.</summary>
    Connection,

    /// <summary>A system that data lies in.</summary>
    DataAsset,

    /// <summary>A filter or join condition.</summary>
    Expression,
}

/// <summary>Reads the service's names of types.</summary>
public static class ParameterKinds
{
    /// <summary>The kind of a type: <c>VARCHAR</c>, <c>Seeded:/typeSystems/PLATFORM/dataTypes/STRING</c>, or a Java
    /// type's name such as <c>com.oracle.dicom.model.schema.Schema</c>.</summary>
    public static ParameterKind Of(string? type)
    {
        string last = type is null ? "" : type[(type.LastIndexOfAny(['/', '.']) + 1)..];
        return last switch
        {
            "STRING"
            or "VARCHAR"
            or "VARCHAR2"
            or "NVARCHAR"
            or "NVARCHAR2"
            or "CHAR"
            or "NCHAR"
            or "TEXT"
            or "CLOB"
            or "DATE"
            or "TIME"
            or "DATETIME"
            or "TIMESTAMP"
            or "TIMESTAMP_TZ" => ParameterKind.Text,
            "INTEGER"
            or "INT"
            or "SMALLINT"
            or "TINYINT"
            or "BIGINT"
            or "LONG"
            or "NUMBER"
            or "NUMERIC"
            or "DECIMAL"
            or "FLOAT"
            or "DOUBLE"
            or "REAL" => ParameterKind.Number,
            "BOOLEAN" => ParameterKind.Boolean,
            "Schema" => ParameterKind.Schema,
            "AbstractDataEntity" => ParameterKind.Entity,
            "AbstractConnection" => ParameterKind.Connection,
            "AbstractDataAsset" => ParameterKind.DataAsset,
            "Expression" => ParameterKind.Expression,
            _ => ParameterKind.Unknown,
        };
    }
}
