using Microsoft.AspNetCore.Http;

namespace Dispatcher.Emulator.Wire;

/// <summary>A request that is authentic and whole.</summary>
/// <param name="Target">Its target.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Body">Its body.</param>
/// <param name="OpcRequestId">The identifier it is answered with.</param>
internal sealed record Call(
    RequestTarget Target,
    IHeaderDictionary Headers,
    ReadOnlyMemory<byte> Body,
    string OpcRequestId
)
{
    /// <summary>The path's segment, unescaped.</summary>
    public string this[int segment] => Target.Segments[segment];

    /// <summary>A header's value, repeated ones joined; null where it is absent.</summary>
    public string? Header(string name) => HeaderValues.Joined(Headers, name);
}

internal static class HeaderValues
{
    /// <summary>As a signature sees them: repeated headers joined with a comma and a space.</summary>
    public static string? Joined(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues values) && values.Count > 0
            ? values.Count == 1
                ? values[0]
                : string.Join(", ", values.ToArray())
            : null;
}
