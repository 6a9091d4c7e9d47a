using Dispatcher.Contract.Images;

namespace Dispatcher.Images.Tests;

/// <summary>The target <c>oracle</c>.</summary>
public sealed class OracleImage() : AssembledImage("oracle");

/// <summary>The OCI SDK and the Fn FDK, with the runtime. In the build with <c>OraclePackages=true</c> only.</summary>
public sealed class OracleImageTests(OracleImage image) : ImageContract(image.Root), IClassFixture<OracleImage>
{
    // libcoreclrtraceptprovider.so asks for it. The runtime loads that only to trace with LTTng, and goes on without
    // it.
    protected override IReadOnlySet<string> Optional { get; } = new HashSet<string> { "liblttng-ust.so.0" };

    // What the image was like when its base image's missing library was not there.
    [BareRootFact]
    public async Task A_function_that_cannot_publish_its_socket_says_why_in_one_line_and_ends_with_an_error()
    {
        using var bare = BareRoot.With(image.Root);
        File.Delete(bare.Path + "/usr/lib/libz.so.1");
        await using RunningImage started = In(bare, "http://127.0.0.1:1");

        Assert.NotEqual(0, await started.WhenEndedAsync());
        string line = Assert.Single(started.Lines, line =>
            !line.Contains("\"level\":\"information\"", StringComparison.Ordinal)
        );
        Assert.Contains("\"event\":\"host.socket\"", line, StringComparison.Ordinal);
        Assert.Contains("MonoPosixHelper", line, StringComparison.Ordinal);
    }

    protected override bool Belongs(string file)
    {
        string name = Path.GetFileName(file);
        return file == "/usr/lib/libz.so.1"
            || (
                file == "/function/" + name
                && (
                    name is "dispatcher-function" or "dispatcher-function.deps.json" or "createdump"
                    || name == "dispatcher-function.runtimeconfig.json"
                    || Path.GetExtension(name) is ".dll" or ".so"
                )
            );
    }
}
