namespace Dispatcher.Cli.Console;

/// <summary>What a command touches of the world around it: its streams, its folder, its environment. Tests give their
/// own.</summary>
internal sealed record Terminal
{
    /// <summary>Standard output: data only.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error: everything else.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Standard input.</summary>
    public required Stream In { get; init; }

    /// <summary>The folder that relative paths start from.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether <see cref="Out"/> is a terminal.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether <see cref="Error"/> is a terminal.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal, 0 where unknown; output that goes elsewhere is as wide as it needs.</summary>
    public int Width { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    public Func<TimeSpan, CancellationToken, Task> Wait { get; init; } = Task.Delay;

    /// <summary>Shows an address in the user's browser; false where there is none.</summary>
    public Func<Uri, bool> Browse { get; init; } = Browser.Open;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>An absolute path for a path as the user wrote it.</summary>
    public string Absolute(string path) => Path.GetFullPath(path, Folder);

    /// <summary>Whether to colour what goes to a terminal: not with <c>NO_COLOR</c> set to anything, nor on a dumb
    /// terminal.</summary>
    public bool MayColour => string.IsNullOrEmpty(Variable("NO_COLOR")) && Variable("TERM") != "dumb";

    /// <summary>Whether a write failed because the reader of the output has closed it: EPIPE, or its Windows
    /// twins.</summary>
    public static bool IsClosedPipe(IOException broken) =>
        (broken.HResult & 0xFFFF) is 32 or 109 or 232 || broken.InnerException is System.Net.Sockets.SocketException;
}
