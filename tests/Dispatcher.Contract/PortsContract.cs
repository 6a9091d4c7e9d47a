using System.Security.Cryptography;
using Dispatcher.Oci.Clients;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;

namespace Dispatcher.Contract;

/// <summary>Where and as whom an implementation works.</summary>
/// <param name="Address">Both services, <c>http://127.0.0.1:PORT</c>.</param>
/// <param name="Environment">A resource principal, as the platform describes it.</param>
/// <param name="AttemptTimeout">How long one attempt may take.</param>
public sealed record PortsTarget(
    string Address,
    IReadOnlyDictionary<string, string> Environment,
    TimeSpan AttemptTimeout
);

/// <summary>An implementation of the ports.</summary>
public sealed record PortsUnderTest(OciClients Clients) : IDisposable
{
    public ITaskRuns TaskRuns => Clients.TaskRuns;

    public IObjectStore Objects => Clients.Objects;

    public IPublishedTasks Published => Clients.Published;

    public void Dispose() => Clients.Dispose();
}

/// <summary>What the contract's tests share. A class that inherits one of them and says how to connect has all its
/// tests.</summary>
public abstract class PortsContract : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ports-").FullName;

    protected static BucketName Bucket { get; } = new("ns", "routes");

    /// <summary>The token of the principal that <c>For</c> connects as.</summary>
    protected string Token { get; } = TestKeys.Token(DateTimeOffset.UtcNow.AddHours(1));

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract PortsUnderTest Connect(PortsTarget target);

    protected PortsUnderTest For(ScriptedService service, TimeSpan? attemptTimeout = null) =>
        For(service.Address, attemptTimeout);

    protected PortsUnderTest For(string address, TimeSpan? attemptTimeout = null)
    {
        WritePrincipal(Token, TestKeys.First);
        return Connect(new(address, PrincipalFiles, attemptTimeout ?? TimeSpan.FromSeconds(30)));
    }

    /// <summary>What the platform does when it renews a function's token.</summary>
    protected void WritePrincipal(string token, RSA key)
    {
        File.WriteAllText(Path.Combine(folder, "rpst"), token);
        File.WriteAllText(Path.Combine(folder, "pem"), TestKeys.Pem(key));
    }

    /// <summary>Puts a FIFO where the token's file was: reading it would wait for a writer.</summary>
    protected void ReplaceTokenByFifo()
    {
        File.Delete(Path.Combine(folder, "rpst"));
        using var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(folder, "rpst")]);
        made.WaitForExit();
    }

    /// <summary>Takes it away again.</summary>
    protected void RemoveToken() => File.Delete(Path.Combine(folder, "rpst"));

    /// <summary>A request as the planner makes them.</summary>
    protected static TaskRunRequest Request(
        string name = "n",
        string? description = null,
        params ParameterBinding[] bindings
    ) =>
        new()
        {
            Route = "invoices",
            File = "invoices.yaml",
            Workspace = "ocid1.disworkspace.oc1..ws",
            Application = "app/1",
            TaskKey = "t1",
            Name = name,
            Description = description,
            Identifier = "RD_0",
            RetryToken = new string('a', 64),
            Bindings = [.. bindings],
            Body = TaskRunBody.Write(name, description, "RD_0", "t1", [.. bindings]),
        };

    protected static async Task<ServiceFailure?> CreateAsync(PortsUnderTest ports) =>
        (await ports.TaskRuns.CreateAsync(Request(), "r", default)).Failure;

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Directory.Delete(folder, recursive: true);
    }

    private Dictionary<string, string> PrincipalFiles =>
        new()
        {
            ["OCI_RESOURCE_PRINCIPAL_VERSION"] = "2.2",
            ["OCI_RESOURCE_PRINCIPAL_REGION"] = "us-phoenix-1",
            ["OCI_RESOURCE_PRINCIPAL_RPST"] = Path.Combine(folder, "rpst"),
            ["OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM"] = Path.Combine(folder, "pem"),
        };
}
