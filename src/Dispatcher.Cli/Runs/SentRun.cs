using Dispatcher.Oci.Ports;
using Dispatcher.Planning;

namespace Dispatcher.Cli.Runs;

/// <summary>A run that <c>send</c> started, or found.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Run">The run as it was last seen.</param>
/// <param name="Duplicate">Whether it existed before.</param>
internal sealed record SentRun(TaskRunRequest Request, TaskRun Run, bool Duplicate);
