namespace Dispatcher.Runtime.Dispatching;

/// <summary>What a call is answered with.</summary>
/// <param name="Status">The function's own status (200, 500, 503; dispatch-v1, "Outcome"). The host turns it into the
/// one the platform understands and sends it as <c>Fn-Http-Status</c>.</param>
/// <param name="Body">The response document, JSON as UTF-8.</param>
public sealed record InvocationAnswer(int Status, ReadOnlyMemory<byte> Body);
