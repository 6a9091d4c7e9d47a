using Dispatcher.Emulator.Model;
using Dispatcher.Emulator.Wire;
using Microsoft.AspNetCore.Http;

namespace Dispatcher.Emulator.Runs;

/// <summary>Data Integration's paths, below <c>/20200430</c>.</summary>
internal sealed class DataIntegrationService(DataIntegrationState state, EmulatorOptions options) : IService
{
    private readonly TaskRunOperations runs = new(state, options);
    private readonly CatalogueOperations catalogue = new(state);

    public Operation Find(string method, RequestTarget target)
    {
        IReadOnlyList<string> path = target.Segments;
        if (path.Count < 6 || path[0] != "20200430" || path[1] != "workspaces" || path[3] != "applications")
            return Unknown(target);
        return (path.Count, path[5]) switch
        {
            (6, "taskRuns") => HttpMethods.IsPost(method)
                ? New(Operations.CreateTaskRun, runs.Create)
                : Get(method, Operations.ListTaskRuns, runs.List),
            (7, "taskRuns") => Get(method, Operations.GetTaskRun, runs.Get),
            (6, "publishedObjects") => Get(method, Operations.ListPublishedObjects, catalogue.ListPublishedObjects),
            _ => Unknown(target),
        };
    }

    private Operation Get(string method, string name, Func<Call, Answer> handle) =>
        HttpMethods.IsGet(method) ? New(name, handle) : New(Operations.Unknown, _ => Refusals.MethodNotAllowed(method));

    private Operation New(string name, Func<Call, Answer> handle) =>
        new(name, handle) { MaxBody = options.MaxRequestBytes };

    private Operation Unknown(RequestTarget target) =>
        New(Operations.Unknown, _ => Refusals.NotFound($"Data Integration has nothing at {target.Raw}"));
}
