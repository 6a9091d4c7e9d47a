using System.Text;
using Microsoft.AspNetCore.Http;

namespace Dispatcher.Function.Hosting;

/// <summary>The line that separates calls in the platform's log, <c>NAME=VALUE</c>, on standard output and standard
/// error. Written only when the platform asks for it.</summary>
/// <remarks>The name is in <c>FN_LOGFRAME_NAME</c>; the value is in the request header that <c>FN_LOGFRAME_HDR</c>
/// names. The Go, Java, Node, Python and Rust FDKs use the same form.</remarks>
internal sealed class LogFrame(string name, string header, Stream output, Stream error)
{
    /// <summary>The frame for a listener; null when the platform wants no log frames.</summary>
    public static LogFrame? For(FnListener listener, Stream output, Stream error) =>
        listener is { LogFrameName: { } name, LogFrameHeader: { } header } ? new(name, header, output, error) : null;

    public void Begin(IHeaderDictionary headers)
    {
        string value = headers[header].ToString();
        if (value.Length == 0)
            return;

        byte[] line = Encoding.UTF8.GetBytes($"\n{name}={value}\n");
        WriteTo(output, line);
        WriteTo(error, line);
    }

    private static void WriteTo(Stream stream, byte[] line)
    {
        try
        {
            stream.Write(line);
            stream.Flush();
        }
        catch (IOException)
        {
            // A closed stream must not fail the call.
        }
    }
}
