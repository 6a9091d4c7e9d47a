using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dispatcher.Cli.Tests;

/// <summary>Lets a shell type <c>dispatcher …</c> and have it run in this process, which is warm: a page with twenty
/// commands does not start twenty processes. <c>local</c> is a process of its own, because a shell ends it.</summary>
internal sealed class CommandServer : IAsyncDisposable
{
    private const string Program = """
        #!/usr/bin/env bash
        if [ "$1" = local ]; then exec "$DISPATCHER" "$@"; fi
        exec 3<>"/dev/tcp/127.0.0.1/$COMMAND_PORT"
        printf '%s\0' "$PWD" "${OCI_CONFIG_FILE:-}" "$@" $'\1' >&3
        IFS= read -r -d '' code <&3
        IFS= read -r -d '' error <&3
        IFS= read -r -d '' out <&3
        printf %s "$error" >&2
        printf %s "$out"
        exit "$code"
        """;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly IReadOnlyDictionary<string, string> variables;
    private readonly string folder;
    private readonly Task serving;

    /// <summary>Serves, and writes the program <c>dispatcher</c>.</summary>
    /// <param name="folder">Where: a folder for programs, which <see cref="Variables"/> puts first.</param>
    /// <param name="variables">The command's environment beside <c>OCI_CONFIG_FILE</c>, which is the shell's.</param>
    public CommandServer(string folder, IReadOnlyDictionary<string, string> variables)
    {
        (this.folder, this.variables) = (folder, variables);
        Write("dispatcher", Program);
        listener.Start();
        serving = ServeAsync();
    }

    /// <summary>What the shell needs.</summary>
    public (string, string)[] Variables =>
        [
            ("PATH", $"{folder}:{Environment.GetEnvironmentVariable("PATH")}"),
            ("COMMAND_PORT", ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)),
        ];

    /// <summary>Writes another program beside it.</summary>
    public void Write(string name, string program)
    {
        string file = Path.Join(Directory.CreateDirectory(folder).FullName, name);
        File.WriteAllText(file, program);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await serving;
        stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                _ = RunAsync(await listener.AcceptTcpClientAsync(stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task RunAsync(TcpClient client)
    {
        using (client)
        {
            NetworkStream stream = client.GetStream();
            string[] words = await ReadAsync(stream);
            var environment = new Dictionary<string, string>(variables);
            if (words[1].Length > 0)
                environment["OCI_CONFIG_FILE"] = Path.GetFullPath(words[1], words[0]);
            CliResult result = await TheCommand.RunAsync(words[2..], words[0], variables: environment);
            string answer = string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Code}\0{result.Error}\0{result.Out}\0"
            );
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
        }
    }

    private static async Task<string[]> ReadAsync(NetworkStream stream)
    {
        var text = new MemoryStream();
        byte[] buffer = new byte[4096];
        while (!text.GetBuffer().AsSpan(0, (int)text.Length).EndsWith("\u0001\0"u8))
            await text.WriteAsync(buffer.AsMemory(0, await stream.ReadAsync(buffer)));
        return Encoding.UTF8.GetString(text.ToArray()).Split('\0')[..^2];
    }
}
