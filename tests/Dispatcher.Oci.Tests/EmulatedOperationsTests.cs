using System.Reflection;
using Dispatcher.Emulator.Model;
using Dispatcher.Oci.Ports;
using Dispatcher.Oci.Wire;

namespace Dispatcher.Oci.Tests;

public sealed class EmulatedOperationsTests
{
    // What an instance principal asks before it can sign; these requests are not signed, so IOciRequests lacks them.
    private static readonly string[] BeforeSigning = [Operations.GetInstanceMetadata, Operations.ExchangeCertificate];

    [Fact]
    public void The_emulator_has_the_clients_operations_and_no_others()
    {
        var bucket = new BucketName("ns", "bucket");
        var requests = new BuiltInRequests();
        OciRequest[] asked =
        [
            requests.CreateTaskRun(ClientsUnderTest.Request(), "id"),
            requests.GetTaskRun("w", "a", "key"),
            requests.ListTaskRuns("w", "a", new()),
            requests.ListPublishedTasks("w", "a", page: null),
            requests.GetNamespace(),
            requests.ListObjects(bucket, prefix: null, start: null, end: null),
            requests.GetObject(bucket, "name", ifNoneMatch: null),
            requests.PutObject(bucket, "name", default, "text/plain", PutCondition.None),
            requests.DeleteObject(bucket, "name"),
        ];
        Assert.Equal(
            typeof(IOciRequests).GetMethods().Count(method => method.ReturnType == typeof(OciRequest)),
            asked.Length
        );

        IEnumerable<string> emulated = typeof(Operations)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!)
            .Except([Operations.Unknown]);
        Assert.Equal(asked.Select(request => request.Operation).Concat(BeforeSigning).Order(), emulated.Order());
    }
}
