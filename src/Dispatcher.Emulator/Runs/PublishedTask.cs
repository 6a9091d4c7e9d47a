namespace Dispatcher.Emulator.Runs;

/// <summary>A task that is published to an application.</summary>
/// <param name="Key">Its key: what CreateTaskRun names as <c>aggregatorKey</c>.</param>
public sealed record PublishedTask(string Key)
{
    /// <summary>Its name; the key where none is given.</summary>
    public string? Name { get; init; }

    /// <summary>Its identifier; made from the name where none is given.</summary>
    public string? Identifier { get; init; }

    /// <summary>What it says about itself.</summary>
    public string? Description { get; init; }

    /// <summary><c>INTEGRATION_TASK</c>, <c>DATA_LOADER_TASK</c>, <c>PIPELINE_TASK</c>, <c>SQL_TASK</c>,
    /// <c>OCI_DATAFLOW_TASK</c> or <c>REST_TASK</c>.</summary>
    public string Type { get; init; } = "INTEGRATION_TASK";

    /// <summary>The parameters it declares. They are told for the types whose published objects have them in Oracle's
    /// API reference; a SQL, Data Flow or REST task is published without.</summary>
    public IReadOnlyList<PublishedParameter> Parameters { get; init; } = [];

    /// <summary>The published object's own key, where it is another one than the task's.</summary>
    public string? PublishedKey { get; init; }

    internal bool TellsParameters => Type is "INTEGRATION_TASK" or "DATA_LOADER_TASK" or "PIPELINE_TASK";

    internal string ShownName => Name ?? Key;

    internal string ShownIdentifier => Identifier ?? Identifiers.From(ShownName);
}

/// <summary>Identifiers: upper-case letters, digits and <c>_</c>, a letter or <c>_</c> first.</summary>
internal static class Identifiers
{
    public static string From(string name)
    {
        string letters = string.Concat(
            name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToUpperInvariant(letter) : '_')
        );
        return letters.Length > 0 && char.IsAsciiDigit(letters[0]) ? "_" + letters : letters;
    }

    public static bool Valid(string identifier) =>
        identifier.Length > 0
        && !char.IsAsciiDigit(identifier[0])
        && identifier.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter) || letter == '_');
}
