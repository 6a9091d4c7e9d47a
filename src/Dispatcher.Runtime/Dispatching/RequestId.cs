using Dispatcher.Planning;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>The <c>opc-request-id</c> of an attempt: the call, the route and the attempt, so that both sides' logs can
/// be joined.</summary>
internal static class RequestId
{
    private const int MostOfCall = 64;

    /// <summary>Letters, digits, <c>. _ -</c> only, whatever the call's id is: it goes into a header.</summary>
    public static string For(string call, TaskRunRequest request, int attempt)
    {
        Span<char> kept = stackalloc char[Math.Min(call.Length, MostOfCall)];
        for (int i = 0; i < kept.Length; i++)
            kept[i] = char.IsAsciiLetterOrDigit(call[i]) || call[i] is '.' or '_' or '-' ? call[i] : '_';
        return string.Create(null, $"{kept}-{request.Route}-{attempt}");
    }
}
