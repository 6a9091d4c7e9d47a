using System.Globalization;
using Dispatcher.Diagnostics;
using Dispatcher.Runtime.Ports;

namespace Dispatcher.Cli.Services;

/// <summary>A service's failure in words.</summary>
internal static class Trouble
{
    /// <summary>Status, code, message and request id; all of it untrusted, so quoted.</summary>
    public static string Text(ServiceFailure failure)
    {
        string status = failure.Status is { } number ? number.ToString(CultureInfo.InvariantCulture) + " " : "";
        string id = failure.OpcRequestId is { } request ? $" (opc-request-id {Quote.Line(request)})" : "";
        return $"{status}{Quote.Line(failure.Code)}: {Quote.Line(failure.Message)}{id}";
    }

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
        terminal.Error.WriteLine($"error: {what}: {Text(failure)}{next}");
        return ExitCode.Service;
    }
}
