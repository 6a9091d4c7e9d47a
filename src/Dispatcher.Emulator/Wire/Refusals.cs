namespace Dispatcher.Emulator.Wire;

/// <summary>The errors of both services.</summary>
/// <remarks>Status and code pairs are those of Oracle's page "API Errors".</remarks>
internal static class Refusals
{
    public static Answer NotAuthenticated(string reason) =>
        Answer.Error(
            401,
            "NotAuthenticated",
            $"The required information to complete authentication was not provided or was incorrect: {reason}"
        );

    public static Answer NotFound(string what) =>
        Answer.Error(404, "NotAuthorizedOrNotFound", $"Authorization failed or requested resource not found: {what}");

    public static Answer MethodNotAllowed(string method) =>
        Answer.Error(405, "MethodNotAllowed", $"{method} is not possible here");

    public static Answer TooLarge(long limit) =>
        Answer.Error(413, "PayloadTooLarge", $"The body is larger than {limit} bytes");

    public static Answer Invalid(string message) => Answer.Error(400, "InvalidParameter", message);

    public static Answer CannotParse(string message) => Answer.Error(400, "CannotParseRequest", message);

    public static Answer Missing(string message) => Answer.Error(400, "MissingParameter", message);
}
