namespace Dispatcher.Emulator.Runs;

/// <summary>A task that is published to an application.</summary>
/// <param name="Key">Its key: the <c>aggregatorKey</c> of CreateTaskRun.</param>
public sealed record PublishedTask(string Key)
{
    /// <summary>Its name; the key by default.</summary>
    public string? Name { get; init; }

    /// <summary>Its identifier; made from the name by default.</summary>
    public string? Identifier { get; init; }

    /// <summary>Its description.</summary>
    public string? Description { get; init; }

    /// <summary><c>INTEGRATION_TASK</c>, <c>DATA_LOADER_TASK</c>, <c>PIPELINE_TASK</c>, <c>SQL_TASK</c>,
    /// <c>OCI_DATAFLOW_TASK</c> or <c>REST_TASK</c>.</summary>
    public string Type { get; init; } = "INTEGRATION_TASK";

    /// <summary>The parameters it declares. They are listed only for the types whose published objects have parameters
    /// in Oracle's API reference, so not for a SQL, Data Flow or REST task.</summary>
    public IReadOnlyList<PublishedParameter> Parameters { get; init; } = [];

    /// <summary>The key of the published object, when it differs from the task's key.</summary>
    public string? PublishedKey { get; init; }

    internal bool TellsParameters => Type is "INTEGRATION_TASK" or "DATA_LOADER_TASK" or "PIPELINE_TASK";

    internal string ShownName => Name ?? Key;

    internal string ShownIdentifier => Identifier ?? Identifiers.From(ShownName);
}

/// <summary>Makes an identifier: upper-case letters, digits and <c>_</c>; the first character is a letter or
/// <c>_</c>.</summary>
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
