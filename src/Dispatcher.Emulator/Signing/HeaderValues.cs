using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Dispatcher.Emulator.Signing;

/// <summary>Header values for a signature: repeated headers are joined with a comma and a space.</summary>
internal static class HeaderValues
{
    public static string? Joined(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out StringValues values) && values.Count > 0
            ? values.Count == 1
                ? values[0]
                : string.Join(", ", values.ToArray())
            : null;
}
