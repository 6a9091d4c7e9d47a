using System.Diagnostics;
using System.Globalization;
using Dispatcher.Routes.Loading;

namespace Dispatcher.Function.Tests;

public sealed class PreparationTests : IDisposable
{
    private const string Good = "version: 1\nroutes:\n  - name: r\n    match: { object: a }\n    task: { key: k }\n";

    private readonly string folder = Directory.CreateTempSubdirectory("prepare-").FullName;
    private readonly StringWriter output = new(CultureInfo.InvariantCulture),
        error = new(CultureInfo.InvariantCulture);

    private string Target => Path.Combine(folder, "routes.prepared");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Routes_are_prepared_for_the_loader()
    {
        Add("r.yaml", Good);

        Assert.Equal(0, await PrepareAsync());

        byte[] prepared = await File.ReadAllBytesAsync(Target);
        Assert.Equal($"{Target}: 1 route(s) of 1 file(s), {prepared.Length} bytes\n", output.ToString());
        Assert.True(
            RouteLoader
                .Load(
                    [new RouteFile("r.yaml", await File.ReadAllBytesAsync(Path.Combine(folder, "routes", "r.yaml")))],
                    prepared
                )
                .Prepared
        );
        Assert.Empty(error.ToString());
    }

    [Fact]
    public async Task Routes_with_errors_are_not_and_every_error_is_said()
    {
        Add("r.yaml", Good.Replace("object: a", "object: (", StringComparison.Ordinal));
        Add("s.yaml", "version: 1\n");

        Assert.Equal(1, await PrepareAsync());

        Assert.Contains("routes/r.yaml:4:22: error RD101", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            "routes/s.yaml:1:1: error RD004: the file has no `routes`",
            error.ToString(),
            StringComparison.Ordinal
        );
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named()
    {
        Assert.Equal(2, await PrepareAsync());

        Assert.Contains(
            "routes\" does not exist; put the route files there, or name another",
            error.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task So_is_a_file_that_cannot_be_written()
    {
        Add("r.yaml", Good);
        Directory.CreateDirectory(Target);

        Assert.Equal(2, await PrepareAsync());

        Assert.Contains("routes.prepared\" cannot be written", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_function_s_process_does_it_when_it_is_told_to()
    {
        Add("r.yaml", Good);

        (int code, string said, string wrong) = await RunAsync("prepare", Path.Combine(folder, "routes"), Target);

        Assert.Equal((0, ""), (code, wrong));
        Assert.Equal($"{Target}: 1 route(s) of 1 file(s), {new FileInfo(Target).Length} bytes\n", said);
    }

    [Theory]
    [InlineData("prepare")]
    [InlineData("prepare", "routes")]
    [InlineData("serve")]
    public async Task Other_arguments_are_refused_with_those_there_are(params string[] arguments)
    {
        (int code, _, string wrong) = await RunAsync(arguments);

        Assert.Equal(2, code);
        Assert.Contains(
            $"the arguments \\\"{string.Join(' ', arguments)}\\\" are not known; write none to serve, "
                + $"`health`, or `prepare ROUTES FILE`",
            wrong,
            StringComparison.Ordinal
        );
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "dispatcher-function"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(),
            error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    private void Add(string name, string yaml)
    {
        string path = Path.Combine(folder, "routes", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, yaml);
    }

    private Task<int> PrepareAsync() => Preparation.RunAsync(Path.Combine(folder, "routes"), Target, output, error);
}
