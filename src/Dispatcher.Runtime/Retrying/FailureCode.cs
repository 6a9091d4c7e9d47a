using Dispatcher.Diagnostics;
using Dispatcher.Oci.Ports;

namespace Dispatcher.Runtime.Retrying;

/// <summary>The error code of a service's failure, as responses, logs and metrics have it.</summary>
/// <remarks>docs/errors.md has the codes.</remarks>
internal static class FailureCode
{
    /// <summary>The code for a failure.</summary>
    public static string Of(ServiceFailure failure) =>
        failure switch
        {
            { Kind: FailureKind.Rejected } => Codes.ServiceRefused,
            { Status: 429 } => Codes.ServiceThrottled,
            { Status: 408 } => Codes.OutOfTime,
            { Status: not null } => Codes.ServiceFailed,
            { Code: "Timeout" or "OutOfTime" } => Codes.OutOfTime,
            { Code: "CredentialsUnavailable" } => Codes.Configuration,
            _ => Codes.ConnectionLost,
        };
}
