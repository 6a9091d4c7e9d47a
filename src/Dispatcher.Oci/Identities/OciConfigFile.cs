using System.Diagnostics.CodeAnalysis;
using System.Text;
using Dispatcher.Files;

namespace Dispatcher.Oci.Identities;

/// <summary>A value of the config file and the line it is on.</summary>
internal sealed record OciConfigValue(string Text, int Line);

/// <summary>The OCI config file: sections of <c>key = value</c> lines, one section per profile.</summary>
/// <param name="Path">The file.</param>
/// <param name="Profiles">The profiles by name.</param>
internal sealed record OciConfigFile(string Path, IReadOnlyDictionary<string, OciConfigSection> Profiles)
{
    private const int MostBytes = 1024 * 1024;

    public static bool TryRead(
        string path,
        [NotNullWhen(true)] out OciConfigFile? file,
        [NotNullWhen(false)] out string? problem
    )
    {
        file = null;
        string[] lines;
        try
        {
            lines = Encoding
                .UTF8.GetString(RegularFile.Read(path, MostBytes))
                .Trim('\uFEFF')
                .ReplaceLineEndings("\n")
                .Split('\n');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = failure is FileNotFoundException or DirectoryNotFoundException
                ? $"{path}: the OCI config file does not exist; make it with `oci setup config`, or name another"
                : $"{path}: the OCI config file cannot be read: {FileTrouble.Reading(path, failure)}";
            return false;
        }

        return TryParse(path, lines, out file, out problem);
    }

    internal static bool TryParse(
        string path,
        string[] lines,
        [NotNullWhen(true)] out OciConfigFile? file,
        [NotNullWhen(false)] out string? problem
    )
    {
        file = null;
        problem = null;
        var profiles = new Dictionary<string, OciConfigSection>(StringComparer.Ordinal);
        OciConfigSection? section = null;
        for (int n = 0; n < lines.Length && problem is null; n++)
        {
            string line = lines[n].Trim();
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (line.Length == 0 || line[0] is '#' or ';')
                continue;
            if (line[0] == '[' && line[^1] == ']')
            {
                string name = line[1..^1].Trim();
                section = new(n + 1);
                if (!profiles.TryAdd(name, section))
                    problem =
                        $"{path}:{n + 1}: the profile [{name}] is there twice; "
                        + $"the first is at line {profiles[name].Line}";
            }
            else if (equals <= 0)
            {
                // The message does not show the line, because it may be part of a pasted key.
                problem = $"{path}:{n + 1}: neither `[PROFILE]` nor `key = value`";
            }
            else if (section is null)
            {
                problem = $"{path}:{n + 1}: a value before the first profile; write [DEFAULT] above it";
            }
            else
            {
                section.Values[line[..equals].Trim()] = new(line[(equals + 1)..].Trim(), n + 1);
            }
        }

        if (problem is not null)
            return false;
        file = new(path, profiles);
        return true;
    }
}

/// <summary>A profile as written.</summary>
/// <param name="Line">The line of its header, counted from 1.</param>
internal sealed record OciConfigSection(int Line)
{
    public Dictionary<string, OciConfigValue> Values { get; } = new(StringComparer.Ordinal);
}
