namespace Dispatcher.Runtime.Dispatching;

/// <summary>Where a call stands in a distributed trace (the B3 headers).</summary>
/// <param name="TraceId"><c>X-B3-TraceId</c>: 16 or 32 lower-case hexadecimal digits.</param>
/// <param name="SpanId"><c>X-B3-SpanId</c>: 16 lower-case hexadecimal digits.</param>
/// <param name="ParentSpanId"><c>X-B3-ParentSpanId</c>, same form, or null.</param>
/// <param name="Sampled"><c>X-B3-Sampled</c>, or true under <c>X-B3-Flags: 1</c>; null when the decision is left
/// open.</param>
public sealed record InvocationTrace(string TraceId, string SpanId, string? ParentSpanId, bool? Sampled);
