using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Dispatcher;

/// <summary>The function configuration that templates see as <c>config.KEY</c>: everything but what looks like a
/// secret, the platform's own variables and the standard process variables.</summary>
/// <remarks>routes-v1, "Templates"; dispatch-v1, <c>DISPATCHER_CONFIG_KEYS</c>. Keys are compared as they are spelled.
/// What is not here cannot be reached from a template by any spelling.</remarks>
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

    private static readonly string[] SecretParts = ["SECRET", "PASSWORD", "TOKEN", "PRIVATE_KEY"];

    private const string SecretPrefix = "AWS_";

    private readonly FrozenDictionary<string, string> values;

    private Configuration(FrozenDictionary<string, string> values, ImmutableArray<string> hidden) =>
        (this.values, Hidden) = (values, hidden);

    /// <summary><c>DISPATCHER_CONFIG_KEYS</c>: keys, separated by commas, that templates see although their names look
    /// like secrets.</summary>
    public const string ShownKeys = "DISPATCHER_CONFIG_KEYS";

    /// <summary>No configuration at all.</summary>
    public static Configuration Empty { get; } = new(FrozenDictionary<string, string>.Empty, []);

    /// <summary>The keys templates see, in ordinal order.</summary>
    public IEnumerable<string> Keys => values.Keys.Order(StringComparer.Ordinal);

    /// <summary>The keys that are set and that templates do not see because their names look like secrets, in ordinal
    /// order.</summary>
    public ImmutableArray<string> Hidden { get; }

    /// <summary>The visible part of a function's configuration, without line ends at the end of a value; of a key that
    /// occurs twice, the last.</summary>
    public static Configuration From(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var visible = new Dictionary<string, string>(StringComparer.Ordinal);
        string shown = "";
        foreach ((string key, string value) in pairs)
        {
            if (IsVisible(key))
                visible[key] = WithoutLineEnds(value);
            else if (key == ShownKeys)
                shown = value;
        }

        ImmutableArray<string> hidden =
        [
            .. visible.Keys.Where(LooksSecret).Except(Listed(shown)).Order(StringComparer.Ordinal),
        ];
        foreach (string key in hidden)
            visible.Remove(key);
        return new(visible.ToFrozenDictionary(StringComparer.Ordinal), hidden);
    }

    /// <summary>Values that a route test or a unit test writes down: what looks like a secret is shown, because it is
    /// not one.</summary>
    public static Configuration OfTest(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        KeyValuePair<string, string>[] all = [.. pairs];
        return From(all.Append(new(ShownKeys, string.Join(',', all.Select(pair => pair.Key)))));
    }

    /// <summary>The keys of a value of <see cref="ShownKeys"/>.</summary>
    public static string[] Listed(string keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return keys.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The value without the line ends at its end.</summary>
    public static string WithoutLineEnds(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.TrimEnd('\r', '\n');
    }

    /// <summary>Whether a key's name looks like a secret's.</summary>
    public static bool LooksSecret(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.StartsWith(SecretPrefix, StringComparison.Ordinal)
            || Array.Exists(SecretParts, part => key.Contains(part, StringComparison.Ordinal));
    }

    /// <summary>Why templates do not see this key although it may be set, and what to do about it; null where they
    /// do.</summary>
    public (string Why, string Advice)? ReasonHidden(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return !IsVisible(key)
                ? (
                    "is hidden from templates: it belongs to the platform, the dispatcher or the process",
                    "choose another name"
                )
            : Hidden.Contains(key)
                ? (
                    "is hidden from templates: its name looks like a secret's",
                    $"list it in {ShownKeys} if it is not one"
                )
            : null;
    }

    /// <summary>Whether a key is the configuration's own, and not the platform's, the dispatcher's or the
    /// process's.</summary>
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
