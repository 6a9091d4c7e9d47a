namespace Dispatcher.Routes.Loading;

/// <summary>A route file as it was found: its path relative to the source, with <c>/</c> between folders, and its
/// bytes.</summary>
/// <param name="Path">The path relative to the source: what templates see as <c>route.file</c> and what the version
/// covers, so that the same routes give the same requests wherever they are loaded from.</param>
/// <param name="Content">The bytes, UTF-8 YAML.</param>
public sealed record RouteFile(string Path, ReadOnlyMemory<byte> Content)
{
    /// <summary>The path diagnostics name: where the person who reads them finds the file. <see cref="Path"/> when not
    /// given.</summary>
    public string Shown { get; init; } = Path;

    /// <summary>Whether a file of this name belongs to a route set: <c>*.yaml</c> or <c>*.yml</c>, its name not
    /// beginning with <c>_</c> or <c>.</c>.</summary>
    /// <remarks>routes-v1: "A route set is …".</remarks>
    public static bool IsRouteFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        ReadOnlySpan<char> name = path.AsSpan(path.LastIndexOf('/') + 1);
        return name is not ['_', ..] and not ['.', ..]
            && (name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal));
    }
}
