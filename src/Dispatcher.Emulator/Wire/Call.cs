using Dispatcher.Emulator.Signing;
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
