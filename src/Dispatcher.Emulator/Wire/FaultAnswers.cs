namespace Dispatcher.Emulator.Wire;

/// <summary>Answers of a proxy or gateway in front of a service.</summary>
internal static class FaultAnswers
{
    public static Answer Html(int status) =>
        new(status)
        {
            Body = System.Text.Encoding.UTF8.GetBytes(
                $"<html><head><title>{status}</title></head><body><h1>{status}</h1><hr>proxy</body></html>\n"
            ),
            ContentType = "text/html",
        };
}
