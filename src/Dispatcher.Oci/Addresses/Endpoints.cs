using System.Diagnostics.CodeAnalysis;
using Dispatcher.Diagnostics;

namespace Dispatcher.Oci.Addresses;

/// <summary>The base addresses of the two services.</summary>
/// <param name="DataIntegration">Scheme, host and port.</param>
/// <param name="ObjectStorage">Scheme, host and port.</param>
internal sealed record Endpoints(Uri DataIntegration, Uri ObjectStorage)
{
    private const string DataIntegrationVariable = "DISPATCHER_DATA_INTEGRATION_ENDPOINT";
    private const string ObjectStorageVariable = "DISPATCHER_OBJECT_STORAGE_ENDPOINT";

    /// <summary>Uses the overrides that are set, and the region's endpoints for the rest.</summary>
    /// <param name="settings">Overrides and environment.</param>
    /// <param name="region">The region's identifier or key, or null when no setting gives a region.</param>
    /// <param name="regionOrigin">The variable or file that the region comes from, or should come from.</param>
    /// <param name="endpoints">The addresses of the services.</param>
    /// <param name="problem">Set instead when a value is wrong: which one, and what to write.</param>
    public static bool TryFind(
        OciClientSettings settings,
        string? region,
        string regionOrigin,
        [NotNullWhen(true)] out Endpoints? endpoints,
        [NotNullWhen(false)] out string? problem
    )
    {
        endpoints = null;
        problem = null;
        if (
            string.IsNullOrEmpty(settings.DataIntegrationEndpoint)
            || string.IsNullOrEmpty(settings.ObjectStorageEndpoint)
        )
        {
            problem = RegionProblem(region, regionOrigin);
            if (problem is not null)
                return false;
        }

        var found = new Lazy<Region>(() => Regions.Find(region!, settings.Environment));
        return TryFind(
            settings,
            () => $"https://dataintegration.{found.Value.Id}.oci.{found.Value.Domain}",
            () => $"https://objectstorage.{found.Value.Id}.{found.Value.Domain}",
            out endpoints,
            out problem
        );
    }

    /// <summary>Uses the overrides that are set, and the given addresses of the region for the rest.</summary>
    public static bool TryFind(
        OciClientSettings settings,
        Func<string> dataIntegration,
        Func<string> objectStorage,
        [NotNullWhen(true)] out Endpoints? endpoints,
        [NotNullWhen(false)] out string? problem
    )
    {
        endpoints = null;
        if (
            !TryParse(
                DataIntegrationVariable,
                OrElse(settings.DataIntegrationEndpoint, dataIntegration),
                out Uri? first,
                out problem
            )
            || !TryParse(
                ObjectStorageVariable,
                OrElse(settings.ObjectStorageEndpoint, objectStorage),
                out Uri? second,
                out problem
            )
        )
        {
            return false;
        }

        endpoints = new(first, second);
        return true;
    }

    private static string OrElse(string? value, Func<string> other) => string.IsNullOrEmpty(value) ? other() : value;

    /// <summary>What is wrong with a region's name, or null.</summary>
    public static string? RegionProblem(string? region, string origin)
    {
        if (string.IsNullOrWhiteSpace(region))
            return $"{origin} is not set; write a region such as us-phoenix-1, "
                + $"or give both {DataIntegrationVariable} and {ObjectStorageVariable}";
        return region.Trim().All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
            ? null
            : $"{origin} is `{region}`, which is not a region; write a region such as us-phoenix-1";
    }

    // The text before an `@` may contain a password.
    private static string Shown(string value) =>
        value.IndexOf('@', StringComparison.Ordinal) is var at and >= 0 ? "…" + value[at..] : value;

    private static bool TryParse(
        string variable,
        string value,
        [NotNullWhen(true)] out Uri? endpoint,
        [NotNullWhen(false)] out string? problem
    )
    {
        problem = null;
        if (
            Uri.TryCreate(value.Trim(), UriKind.Absolute, out endpoint)
            && (endpoint.Scheme == Uri.UriSchemeHttps || (endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback))
            && endpoint is { Host.Length: > 0, UserInfo.Length: 0, PathAndQuery: "/", Fragment.Length: 0 }
        )
        {
            return true;
        }

        problem =
            $"{variable} is {Quote.Value(Shown(value))}; write scheme, host and perhaps port only, "
            + "such as https://HOST, or http:// to this machine such as http://127.0.0.1:8080";
        endpoint = null;
        return false;
    }
}
