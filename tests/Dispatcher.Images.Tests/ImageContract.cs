using System.Text.Json;
using Dispatcher.Contract;
using Dispatcher.Contract.Images;

namespace Dispatcher.Images.Tests;

/// <summary>What both images must be and do.</summary>
public abstract class ImageContract
{
    /// <summary>The target in the Dockerfile.</summary>
    protected abstract string Target { get; }

    /// <summary>Whether a file of the folder <c>/function</c>, other than the routes, belongs in the image.</summary>
    protected abstract bool Belongs(string name);

    [Fact]
    public async Task It_dispatches_an_event_with_nothing_but_what_is_in_it()
    {
        using var root = ImageRoot.Assemble(Target);
        await using var service = new ScriptedService(
            Reply.Json(201, """{"key":"k1","name":"n","status":"NOT_STARTED"}""")
        );
        await using var image = new RunningImage(
            root.Entrypoint,
            root.WorkFolder,
            service.Address,
            [.. BaseImages.Variables, .. root.Environment]
        );

        (int status, string body) = await image.CallAsync(RunningImage.InvoiceEvent("2022-08-12-documents"));

        Assert.True(status == 200, image.Log);
        using JsonDocument answer = JsonDocument.Parse(body);
        Assert.Contains("\"prepared\":true", image.Log, StringComparison.Ordinal);
        Assert.Equal("dispatched", answer.RootElement.GetProperty("outcome").GetString());
        ReceivedRequest request = Assert.Single(service.Requests);
        Assert.Equal("/20200430/workspaces/ws/applications/app/taskRuns", request.Target);
        Assert.True(request.IsSignedBy(TestKeys.First));

        Assert.Equal(0, await image.RunAsync(root.HealthCheck));
        Assert.Single(service.Requests); // The health check starts nothing.
        Assert.True(await image.StopAsync() == 0, image.Log);
        Assert.NotEqual(0, await image.RunAsync(root.HealthCheck));

        Assert.All(root.Files, file =>
            Assert.True(
                file is "/etc/passwd" or "/etc/group" or "/function/routes.prepared"
                    || (
                        file.StartsWith("/function/routes/", StringComparison.Ordinal)
                        && file.EndsWith(".yaml", StringComparison.Ordinal)
                    )
                    || (
                        file.StartsWith("/function/", StringComparison.Ordinal) && Belongs(file["/function/".Length..])
                    ),
                $"{file} is not wanted in the image"
            )
        );
    }

    [Fact]
    public void It_runs_as_the_platforms_user_and_says_what_it_is()
    {
        Stage stage = Dockerfile.Read(Path.Combine(Repository.Folder, "Dockerfile"))[Target];

        Assert.Equal("1000:1000", stage.Value("USER"));
        foreach (string label in (string[])["title", "description", "licenses", "version", "revision"])
            Assert.Contains($"org.opencontainers.image.{label}=", stage.Value("LABEL"), StringComparison.Ordinal);
    }
}

/// <summary>The built-in variant as one file.</summary>
public sealed class NativeImageTests : ImageContract
{
    protected override string Target => "native";

    protected override bool Belongs(string name) => name == "dispatcher-function";

    [Fact]
    public void The_default_image_is_the_one_on_Oracles_packages() =>
        Assert.Equal("oracle", Dockerfile.Read(Path.Combine(Repository.Folder, "Dockerfile")).Stages[^1].Name);
}
