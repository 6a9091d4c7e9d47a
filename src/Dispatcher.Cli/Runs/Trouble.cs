using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Oci.Ports;

namespace Dispatcher.Cli.Runs;

/// <summary>A service's failure in words.</summary>
internal static class Trouble
{
    /// <summary>Says it on standard error.</summary>
    /// <returns><see cref="ExitCode.Service"/>.</returns>
    public static int Report(Terminal terminal, string what, ServiceFailure failure)
    {
        string next = failure.Status switch
        {
            401 => "; sign in again: `oci session authenticate`, or check key and fingerprint in the OCI config file",
            403 or 404 => "; a missing permission looks like this as well: check the policy, then the keys",
            _ when failure.Kind == FailureKind.Deferred => "; try again later",
            _ => "",
        };
        terminal.Error.WriteLine($"error: {what}: {failure.Describe()}{next}");
        return ExitCode.Service;
    }
}
