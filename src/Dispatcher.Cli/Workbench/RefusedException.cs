using System.Net;

namespace Dispatcher.Cli.Workbench;

/// <summary>A request of the page that is not answered: the status and the sentence that it gets.</summary>
internal sealed class RefusedException(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status => status;
}
