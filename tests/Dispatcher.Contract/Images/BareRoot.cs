namespace Dispatcher.Contract.Images;

/// <summary>A root folder that has the packages of the images' base image, what the Dockerfile copies, and nothing
/// else.
/// </summary>
public sealed class BareRoot : IDisposable
{
    /// <summary>Set where a test that cannot have a bare root must fail and not be skipped.</summary>
    public const string RequiredVariable = "TEST_BARE_ROOT";

    private const UnixFileMode All =
        UnixFileMode.UserRead
        | UnixFileMode.UserWrite
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    private BareRoot(string path) => Path = path;

    public string Path { get; }

    /// <summary>Why there can be none on this machine, or null.</summary>
    public static string? Obstacle =>
        !OperatingSystem.IsLinux() ? "a root folder of Linux packages needs Linux"
        : Environment.GetEnvironmentVariable(RequiredVariable) is { Length: > 0 } ? null
        : Environment.UserName != "root" ? "only root can enter a root folder as another user"
        : !File.Exists("/usr/bin/dpkg-deb") ? "there is no dpkg-deb to unpack packages with"
        : Directory
            .EnumerateFiles("/var/lib/apt/lists")
            .Any(file =>
                file.EndsWith("Packages.lz4", StringComparison.Ordinal)
                || file.EndsWith("_Packages", StringComparison.Ordinal)
            )
            ? null
        : "apt has no package lists; run `apt-get update`";

    /// <summary>Makes one with an image's files in it.</summary>
    public static BareRoot With(ImageRoot image)
    {
        string path = Directory.CreateTempSubdirectory("root-").FullName;
        Shell.Run($"bash {System.IO.Path.Combine(Repository.Folder, ".ci", "base-root")} {path}", Repository.Folder);
        Shell.Run($"cp -a {image.Path}/. {path}/ && chmod 755 {path}", Repository.Folder);
        return new(path);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>A folder that everybody may write to.</summary>
    internal static void MakeShared(string folder)
    {
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, All);
    }

    /// <summary>The command that becomes <paramref name="command"/> in a root folder, as the user and group that the
    /// platform runs functions as. Like a container it sees <c>/proc</c> and <c>/dev</c>.</summary>
    internal static IReadOnlyList<string> Enter(string root, string workFolder, IReadOnlyList<string> command) =>
        [
            "/usr/bin/unshare",
            "--mount",
            "/bin/sh",
            "-ec",
            """
                /bin/mount --bind /proc "$1/proc"
                /bin/mount --bind /dev "$1/dev"
                root=$1 work=$2
                shift 2
                exec /usr/bin/unshare --root="$root" --wd="$work" --setgid 1000 --setuid 1000 "$@"
                """,
            "enter",
            root,
            workFolder,
            .. command,
        ];
}

/// <summary>A test in a <see cref="BareRoot"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BareRootFactAttribute : FactAttribute
{
    public BareRootFactAttribute() => Skip = BareRoot.Obstacle;
}
