using System.Collections.Frozen;

namespace Dispatcher;

/// <summary>The function configuration that templates see as <c>config.KEY</c>: everything but secrets, the platform's
/// own variables and the standard process variables.</summary>
/// <remarks>routes-v1, "Templates". What is not here cannot be reached from a template by any spelling.</remarks>
public sealed class Configuration
{
    private static readonly string[] HiddenPrefixes =
    [
        "OCI_",
        "FN_",
        "DOTNET_",
        "ASPNETCORE_",
        "DISPATCHER_",
        "COMPlus_",
        "CORECLR_",
        "OTEL_",
        "LC_",
        "XDG_",
    ];

    // Variables a process has although the function was not configured, spelled as the system spells them.
    private static readonly FrozenSet<string> ProcessVariables = new[]
    {
        "_",
        "HOME",
        "HOSTNAME",
        "IFS",
        "LANG",
        "LANGUAGE",
        "LD_LIBRARY_PATH",
        "LD_PRELOAD",
        "LOGNAME",
        "LS_COLORS",
        "MAIL",
        "OLDPWD",
        "PATH",
        "PPID",
        "PS1",
        "PWD",
        "SHELL",
        "SHLVL",
        "SSL_CERT_DIR",
        "SSL_CERT_FILE",
        "TEMP",
        "TERM",
        "TMP",
        "TMPDIR",
        "TZ",
        "USER",
        "USERNAME",
        "USERPROFILE",
        "APP_UID",
        "NO_COLOR",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "NO_PROXY",
        "ALL_PROXY",
        "http_proxy",
        "https_proxy",
        "no_proxy",
        "all_proxy",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string> values;

    private Configuration(FrozenDictionary<string, string> values) => this.values = values;

    /// <summary>No configuration at all.</summary>
    public static Configuration Empty { get; } = new(FrozenDictionary<string, string>.Empty);

    /// <summary>The keys templates see, in ordinal order.</summary>
    public IEnumerable<string> Keys => values.Keys.Order(StringComparer.Ordinal);

    /// <summary>The visible part of <paramref name="pairs"/>; of a key that occurs twice, the last.</summary>
    public static Configuration From(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var visible = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in pairs)
        {
            if (IsVisible(key))
                visible[key] = value;
        }

        return new(visible.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>Whether templates may see a configuration key of this name.</summary>
    public static bool IsVisible(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Length > 0
            && !ProcessVariables.Contains(key)
            && !Array.Exists(HiddenPrefixes, prefix => key.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>The value of a visible key, or null. An empty value counts as none.</summary>
    public string? Find(string key) => values.TryGetValue(key, out string? value) && value.Length > 0 ? value : null;
}
