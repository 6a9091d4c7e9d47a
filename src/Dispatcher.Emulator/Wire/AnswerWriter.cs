using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Dispatcher.Emulator.Wire;

/// <summary>Writes an answer to the connection.</summary>
internal static class AnswerWriter
{
    public static async Task WriteAsync(IFeatureCollection context, Answer answer, string requestId, bool cutShort)
    {
        IHttpResponseFeature response = context.GetRequiredFeature<IHttpResponseFeature>();
        bool hasBody =
            !HttpMethods.IsHead(context.GetRequiredFeature<IHttpRequestFeature>().Method)
            && answer.Status is not (204 or 304);
        response.StatusCode = answer.Status;
        response.Headers["opc-request-id"] = requestId;
        foreach ((string name, string value) in answer.Headers)
            response.Headers[name] = value;
        if (answer.ContentType is not null)
            response.Headers.ContentType = answer.ContentType;
        if (answer.Status is not (204 or 304))
            response.Headers.ContentLength = answer.Body.Length;

        IHttpResponseBodyFeature body = context.GetRequiredFeature<IHttpResponseBodyFeature>();
        if (!hasBody)
        {
            await body.StartAsync().ConfigureAwait(false);
        }
        else if (cutShort)
        {
            // The body has fewer bytes than `Content-Length`, so the server closes the connection after them.
            await body.Writer.WriteAsync(answer.Body[..(answer.Body.Length / 2)]).ConfigureAwait(false);
            await body.Writer.FlushAsync().ConfigureAwait(false);
        }
        else
        {
            await body.Writer.WriteAsync(answer.Body).ConfigureAwait(false);
        }

        answer.Buffer?.Return();
    }
}
