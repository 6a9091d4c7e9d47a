using System.Collections.Immutable;
using System.Globalization;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Oci;
using Dispatcher.Runtime.Logging;

namespace Dispatcher.Runtime.Settings;

/// <summary>What becomes of an event that no route takes: <c>DISPATCHER_UNMATCHED</c>.</summary>
public enum UnmatchedPolicy
{
    /// <summary>A warning in the log.</summary>
    Ignore,

    /// <summary>A dead-letter record.</summary>
    DeadLetter,

    /// <summary>Status 500.</summary>
    Fail,
}

/// <summary>The words of <see cref="UnmatchedPolicy"/>.</summary>
public static class UnmatchedPolicies
{
    /// <summary><c>ignore dead-letter fail</c>.</summary>
    public static Words<UnmatchedPolicy> Words { get; } =
        new(value =>
            value switch
            {
                UnmatchedPolicy.Ignore => "ignore",
                UnmatchedPolicy.DeadLetter => "dead-letter",
                UnmatchedPolicy.Fail => "fail",
            }
        );

    /// <summary><c>ignore dead-letter fail</c>.</summary>
    public static string Word(this UnmatchedPolicy value) => Words.Of(value);
}

/// <summary>Where routes come from: <c>DISPATCHER_ROUTES</c>.</summary>
public abstract record RouteOrigin
{
    private RouteOrigin() { }

    /// <summary>A folder.</summary>
    /// <param name="Path">Where it is.</param>
    public sealed record Folder(string Path) : RouteOrigin
    {
        /// <summary>What diagnostics call it: as the configuration writes it.</summary>
        public string Shown { get; init; } = Path;
    }

    /// <summary>Every route file below a prefix of a bucket.</summary>
    public sealed record Bucket(ObjectPlace Place) : RouteOrigin;

    /// <summary>One document.</summary>
    public sealed record Inline(string Yaml) : RouteOrigin;
}

/// <summary>The function's configuration, read and checked once at start.</summary>
/// <remarks>dispatch-v1, "Where routes come from" and "Other configuration".</remarks>
public sealed record FunctionSettings
{
    /// <summary>The key that says where dead letters go.</summary>
    public const string DeadLetterKey = "DISPATCHER_DEAD_LETTER";

    private const string Own = "DISPATCHER_";

    private static readonly string[] Keys =
    [
        "DISPATCHER_ROUTES",
        "DISPATCHER_ROUTES_YAML",
        "DISPATCHER_REFRESH_SECONDS",
        DeadLetterKey,
        "DISPATCHER_UNMATCHED",
        "DISPATCHER_LOG_LEVEL",
        Configuration.ShownKeys,
        "DISPATCHER_AUTHENTICATION",
        "DISPATCHER_DATA_INTEGRATION_ENDPOINT",
        "DISPATCHER_OBJECT_STORAGE_ENDPOINT",
        "DISPATCHER_TELEMETRY_WAIT_MS",
        .. SweepSettings.Keys,
    ];

    /// <summary>Where routes come from.</summary>
    public required RouteOrigin Routes { get; init; }

    /// <summary>How often a bucket is looked at again; zero is never.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Where failed events go, or null.</summary>
    public ObjectPlace? DeadLetter { get; init; }

    /// <summary>What becomes of an event that no route takes.</summary>
    public UnmatchedPolicy Unmatched { get; init; }

    /// <summary>The least level that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Who signs the requests to the services: <c>DISPATCHER_AUTHENTICATION</c>.</summary>
    public OciAuthentication Authentication { get; init; }

    /// <summary>Another endpoint for Data Integration, or null.</summary>
    public string? DataIntegrationEndpoint { get; init; }

    /// <summary>Another endpoint for Object Storage, or null.</summary>
    public string? ObjectStorageEndpoint { get; init; }

    /// <summary>How long an answer may wait for metrics and traces to be sent; zero is not at all.</summary>
    public TimeSpan TelemetryWait { get; init; }

    /// <summary>How a sweep looks, and what it may start: <c>DISPATCHER_SWEEP_…</c>.</summary>
    public SweepSettings Sweep { get; init; } = new();

    /// <summary>A warning that names values with line ends or blanks at an end, or null.</summary>
    public string? Ends { get; init; }

    /// <summary>What templates see as <c>config</c>.</summary>
    public required Configuration Configuration { get; init; }

    /// <summary>Reads the settings, or says everything that is wrong, each with the key and what to write.</summary>
    /// <param name="environment">The process environment.</param>
    /// <param name="baseFolder">The function's own folder; routes are looked for in <c>routes</c> below it when no
    /// other place is given.</param>
    /// <param name="problems">What is wrong; empty when there are settings.</param>
    public static FunctionSettings? Read(
        IReadOnlyDictionary<string, string> environment,
        string baseFolder,
        out ImmutableArray<string> problems
    )
    {
        ArgumentNullException.ThrowIfNull(environment);
        var found = ImmutableArray.CreateBuilder<string>();

        // Templates do not see such a key either, so that it would be without effect and without a word. The value is
        // not shown: under a wrong name it may be a secret.
        foreach (
            string key in environment
                .Keys.Where(key => key.StartsWith(Own, StringComparison.Ordinal) && !Keys.Contains(key))
                .Order(StringComparer.Ordinal)
        )
            found.Add(
                $"{key} is not a setting; {Suggestion.Hint(key, Keys, $"the settings are {string.Join(", ", Keys)}")}"
            );

        var settings = new FunctionSettings
        {
            Routes = ReadRoutes(environment, baseFolder, found),
            Refresh = ReadRefresh(environment, found),
            DeadLetter = ReadDeadLetter(environment, found),
            Unmatched = Choice(
                environment,
                "DISPATCHER_UNMATCHED",
                UnmatchedPolicy.Ignore,
                UnmatchedPolicies.Words,
                found
            ),
            LogLevel = Choice(environment, "DISPATCHER_LOG_LEVEL", LogLevel.Information, LogLevels.Words, found),
            Authentication = Choice(
                environment,
                "DISPATCHER_AUTHENTICATION",
                OciAuthentication.ResourcePrincipal,
                OciAuthentications.Words,
                found
            ),
            DataIntegrationEndpoint = ReadEndpoint(environment, "DISPATCHER_DATA_INTEGRATION_ENDPOINT", found),
            ObjectStorageEndpoint = ReadEndpoint(environment, "DISPATCHER_OBJECT_STORAGE_ENDPOINT", found),
            TelemetryWait = ReadTelemetryWait(environment, found),
            Sweep = SweepSettings.Read(key => Value(environment, key), found.Add),
            Ends = ConfigurationEnds.Warning(environment),
            Configuration = Configuration.From(environment),
        };
        foreach (
            string key in Configuration
                .Listed(Value(environment, Configuration.ShownKeys) ?? "")
                .Where(key => !Configuration.IsVisible(key))
        )
            found.Add(
                $"{Configuration.ShownKeys} lists {Quote.Value(key)}, which belongs to the platform, "
                    + "the dispatcher or the process and is never shown to templates; "
                    + "list keys of the configuration only"
            );
        if (settings.Unmatched == UnmatchedPolicy.DeadLetter && Value(environment, DeadLetterKey) is null)
            found.Add(
                "DISPATCHER_UNMATCHED is \"dead-letter\" and there is no DISPATCHER_DEAD_LETTER; "
                    + "set it to oci://BUCKET@NAMESPACE/PREFIX"
            );
        problems = found.DrainToImmutable();
        return problems.IsEmpty ? settings : null;
    }

    private static RouteOrigin ReadRoutes(
        IReadOnlyDictionary<string, string> environment,
        string baseFolder,
        ImmutableArray<string>.Builder found
    )
    {
        string? text = Value(environment, "DISPATCHER_ROUTES"),
            yaml = Value(environment, "DISPATCHER_ROUTES_YAML");
        if (text == "inline")
        {
            if (yaml is null)
                found.Add("DISPATCHER_ROUTES is \"inline\" and DISPATCHER_ROUTES_YAML is empty; write the YAML there");
            return new RouteOrigin.Inline(yaml ?? "");
        }

        if (yaml is not null)
            found.Add("DISPATCHER_ROUTES_YAML is set and not used; set DISPATCHER_ROUTES to \"inline\", or remove it");
        if (text is null)
            return new RouteOrigin.Folder(Path.Combine(baseFolder, "routes")) { Shown = "routes" };
        if (ObjectPlace.TryParse(text, out ObjectPlace? place))
            return new RouteOrigin.Bucket(place);

        // What is nearly another form is not taken for the name of a folder.
        bool path =
            !ObjectPlace.IsMeant(text)
            && !text.Equals("inline", StringComparison.OrdinalIgnoreCase)
            && !text.AsSpan().ContainsAny('\0', '\n', '\r');
        if (!path)
            found.Add(
                $"DISPATCHER_ROUTES is {Quote.Value(text)}; write a path, oci://BUCKET@NAMESPACE/PREFIX, "
                    + "oci://BUCKET/PREFIX, or inline"
            );
        return new RouteOrigin.Folder(text);
    }

    private static TimeSpan ReadRefresh(
        IReadOnlyDictionary<string, string> environment,
        ImmutableArray<string>.Builder found
    )
    {
        if (Value(environment, "DISPATCHER_REFRESH_SECONDS") is not { } text)
            return TimeSpan.FromSeconds(60);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds <= 86_400)
            return TimeSpan.FromSeconds(seconds);
        found.Add($"DISPATCHER_REFRESH_SECONDS is {Quote.Value(text)}; write whole seconds from 0 (never) to 86400");
        return default;
    }

    private static TimeSpan ReadTelemetryWait(
        IReadOnlyDictionary<string, string> environment,
        ImmutableArray<string>.Builder found
    )
    {
        if (Value(environment, "DISPATCHER_TELEMETRY_WAIT_MS") is not { } text)
            return TimeSpan.Zero;
        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds)
            && milliseconds <= 60_000
        )
            return TimeSpan.FromMilliseconds(milliseconds);
        found.Add(
            $"DISPATCHER_TELEMETRY_WAIT_MS is {Quote.Value(text)}; write whole milliseconds from 0 (not at "
                + "all) to 60000"
        );
        return default;
    }

    private static ObjectPlace? ReadDeadLetter(
        IReadOnlyDictionary<string, string> environment,
        ImmutableArray<string>.Builder found
    )
    {
        if (Value(environment, DeadLetterKey) is not { } text)
            return null;
        if (ObjectPlace.TryParse(text, out ObjectPlace? place))
            return place;
        found.Add($"DISPATCHER_DEAD_LETTER is {Quote.Value(text)}; write oci://BUCKET@NAMESPACE/PREFIX");
        return null;
    }

    // A request carries a signature and, in its key id, a token: it goes out in clear to this machine only.
    private static string? ReadEndpoint(
        IReadOnlyDictionary<string, string> environment,
        string key,
        ImmutableArray<string>.Builder found
    )
    {
        if (Value(environment, key) is not { } text)
            return null;
        bool isUri = Uri.TryCreate(text, UriKind.Absolute, out Uri? uri);
        if (isUri && uri is { UserInfo.Length: > 0 })
        {
            found.Add($"{key} has a user or password before `@`; write scheme and host only, requests are signed");
            return null;
        }

        if (
            isUri
            && (uri!.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            && uri is { Host.Length: > 0, PathAndQuery: "/", Fragment.Length: 0 }
        )
        {
            return text;
        }

        found.Add(
            $"{key} is {Quote.Value(text)}; write https://HOST or https://HOST:PORT and nothing behind it "
                + "(http:// for this machine only)"
        );
        return null;
    }

    private static T Choice<T>(
        IReadOnlyDictionary<string, string> environment,
        string key,
        T otherwise,
        Words<T> words,
        ImmutableArray<string>.Builder found
    )
        where T : struct, Enum
    {
        if (Value(environment, key) is not { } text)
            return otherwise;
        if (words.Find(text) is { } choice)
            return choice;
        found.Add(
            $"{key} is {Quote.Value(text)}; "
                + $"{Suggestion.Hint(text, words.All, $"write one of {string.Join(", ", words.All)}")}"
        );
        return otherwise;
    }

    // An empty value is how some consoles unset a key.
    private static string? Value(IReadOnlyDictionary<string, string> environment, string key) =>
        environment.TryGetValue(key, out string? value) && Configuration.WithoutLineEnds(value) is { Length: > 0 } text
            ? text
            : null;
}
