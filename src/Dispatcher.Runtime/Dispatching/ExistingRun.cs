using Dispatcher.Oci.Ports;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>A run that exists, and how it came to.</summary>
/// <param name="Run">The run.</param>
/// <param name="Duplicate">Whether there is evidence that it existed before: see
/// <see cref="RunStarter"/>.</param>
public sealed record ExistingRun(TaskRun Run, bool Duplicate);
