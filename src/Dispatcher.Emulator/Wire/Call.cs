using Dispatcher.Emulator.Signing;
using Microsoft.AspNetCore.Http;

namespace Dispatcher.Emulator.Wire;

/// <summary>An authentic request with its complete body.</summary>
/// <param name="Target">Its target.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Body">Its body.</param>
/// <param name="OpcRequestId">The <c>opc-request-id</c> of its answer.</param>
internal sealed record Call(
    RequestTarget Target,
    IHeaderDictionary Headers,
    ReadOnlyMemory<byte> Body,
    string OpcRequestId
)
{
    /// <summary>The path's segment, unescaped.</summary>
    public string this[int segment] => Target.Segments[segment];

    /// <summary>A header's value; repeated headers are joined; null when missing.</summary>
    public string? Header(string name) => HeaderValues.Joined(Headers, name);
}
