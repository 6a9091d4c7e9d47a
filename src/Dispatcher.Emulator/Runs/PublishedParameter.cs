namespace Dispatcher.Emulator.Runs;

/// <summary>A parameter that a published task declares.</summary>
/// <remarks>Scalars have a seeded type and <c>defaultValue</c>. Objects have a Java type, and all except expressions
/// have <c>rootObjectDefaultValue</c>.</remarks>
public sealed record PublishedParameter
{
    private const string Model = "com.oracle.dicom.model.";

    private PublishedParameter(string name, string typeName, bool isObject) =>
        (Name, TypeName, IsObject) = (name, typeName, isObject);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary><c>STRING</c>, <c>VARCHAR</c>, …, or the Java type of an object.</summary>
    public string TypeName { get; }

    /// <summary>Whether <see cref="TypeName"/> is a Java type.</summary>
    public bool IsObject { get; }

    /// <summary>Its description.</summary>
    public string? Description { get; init; }

    /// <summary>The default as JSON. Null for no default: then a run must bind the parameter.</summary>
    public string? DefaultJson { get; init; }

    /// <summary>Whether a run may bind it.</summary>
    public bool IsInput { get; init; } = true;

    /// <summary>Whether it is an output that the run sets.</summary>
    public bool IsOutput { get; init; }

    /// <summary>The JSON member that contains the default.</summary>
    internal bool HasRootObjectDefault => IsObject && !TypeName.EndsWith(".Expression", StringComparison.Ordinal);

    /// <summary>A string, number or other scalar.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">The seeded type, such as <c>STRING</c>, <c>VARCHAR</c>, <c>NUMERIC</c>.</param>
    public static PublishedParameter Scalar(string name, string type = "STRING") => new(name, type, isObject: false);

    /// <summary>A schema, or a bucket.</summary>
    public static PublishedParameter Schema(string name) => new(name, Model + "schema.Schema", isObject: true);

    /// <summary>A table, file or other data entity.</summary>
    public static PublishedParameter Entity(string name) =>
        new(name, Model + "entity.AbstractDataEntity", isObject: true);

    /// <summary>A connection.</summary>
    public static PublishedParameter Connection(string name) =>
        new(name, Model + "connection.AbstractConnection", isObject: true);

    /// <summary>A data asset.</summary>
    public static PublishedParameter DataAsset(string name) =>
        new(name, Model + "dataasset.AbstractDataAsset", isObject: true);

    /// <summary>A filter or join condition.</summary>
    public static PublishedParameter Expression(string name) =>
        new(name, Model + "expression.Expression", isObject: true);
}
