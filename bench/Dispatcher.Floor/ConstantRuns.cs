using System.Globalization;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Floor;

/// <summary>Creates the same task run for every call, without looking at it.</summary>
internal sealed class ConstantRuns(ITaskRuns taskRuns) : IInvocationHandler
{
    // As long as the request of routes/invoices.yaml.
    private static readonly byte[] Body =
        """
        {"name":"invoices-2022-08-12-documents-0123456789ab","identifier":"RD_0123456789ABCDEF0123456789ABCDEF","registryMetadata":{"aggregatorKey":"flatten-task"},"configProvider":{"bindings":{"INPUT_OBJECT_NAME":{"simpleValue":"invoices/2022-08-12-documents.jsonlines"},"OUTPUT_OBJECT_NAME_LINES":{"simpleValue":"invoices/lines/2022-08-12-documents.parquet"},"OUTPUT_OBJECT_NAME_NUMBERS":{"simpleValue":"invoices/numbers/2022-08-12-documents.parquet"},"INPUT_BUCKET":{"rootObjectValue":{"modelType":"SCHEMA","key":"dataref:C/landing-area"}},"OUTPUT_BUCKET":{"rootObjectValue":{"modelType":"SCHEMA","key":"dataref:C/data-pool-area"}}}}}
        """u8.ToArray();

    private long calls;

    public async Task<InvocationAnswer> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        // The service gives the run of an earlier call back when it knows the token.
        string token = Interlocked.Increment(ref calls).ToString("x64", CultureInfo.InvariantCulture);
        var request = new TaskRunRequest
        {
            Route = "invoices",
            File = "routes/invoices.yaml",
            Workspace = "ws",
            Application = "app",
            TaskKey = "flatten-task",
            Name = "invoices-2022-08-12-documents-0123456789ab",
            Identifier = "RD_0123456789ABCDEF0123456789ABCDEF",
            RetryToken = token,
            Bindings = [],
            Body = Body,
        };
        ServiceResult<TaskRun> result = await taskRuns
            .CreateAsync(request, token[..32], cancellationToken)
            .ConfigureAwait(false);
        return new InvocationAnswer(result.Failure is null ? 200 : 500, "{\"outcome\":\"dispatched\"}"u8.ToArray());
    }
}
