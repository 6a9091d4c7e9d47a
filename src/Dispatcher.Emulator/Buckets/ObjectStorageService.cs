using Dispatcher.Emulator.Model;
using Dispatcher.Emulator.Wire;
using Microsoft.AspNetCore.Http;

namespace Dispatcher.Emulator.Buckets;

/// <summary>Object Storage's paths.</summary>
internal sealed class ObjectStorageService(ObjectStorageState state, EmulatorOptions options) : IService
{
    private readonly ObjectOperations objects = new(state);

    public Operation Find(string method, RequestTarget target)
    {
        IReadOnlyList<string> path = target.Segments;
        if (path[0] != "n")
            return Unknown(target);
        return path.Count switch
        {
            1 => Namespace(method),
            2 when path[1].Length == 0 => Namespace(method),
            5 when path[2] == "b" && path[4] == "o" => Objects(method),
            > 5 when path[2] == "b" && path[4] == "o" => Object(method),
            _ => Unknown(target),
        };
    }

    private Operation Namespace(string method) =>
        HttpMethods.IsGet(method)
            ? New(Operations.GetNamespace, _ => Answer.Json(200, writer => writer.WriteStringValue(state.Namespace)))
            : NotAllowed(method);

    private Operation Objects(string method) =>
        HttpMethods.IsGet(method) ? New(Operations.ListObjects, objects.List) : NotAllowed(method);

    private Operation Object(string method) =>
        HttpMethods.IsGet(method) ? New(Operations.GetObject, objects.Get)
        : HttpMethods.IsPut(method)
            ? new(Operations.PutObject, objects.Put) { MaxBody = options.MaxObjectBytes, SignsBody = false }
        : HttpMethods.IsDelete(method) ? New(Operations.DeleteObject, objects.Delete)
        : NotAllowed(method);

    private Operation New(string name, Func<Call, Answer> handle) =>
        new(name, handle) { MaxBody = options.MaxRequestBytes };

    private Operation NotAllowed(string method) => New(Operations.Unknown, _ => Refusals.MethodNotAllowed(method));

    private Operation Unknown(RequestTarget target) =>
        New(Operations.Unknown, _ => Refusals.NotFound($"Object Storage has nothing at {target.Raw}"));
}
