using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Dispatcher.Diagnostics;

namespace Dispatcher.Routes.Loading;

/// <summary>Turns route files into a validated <see cref="RouteSet"/>.</summary>
/// <remarks>routes-v1. Pure: the caller has read the files.</remarks>
public static class RouteLoader
{
    /// <summary>A route set has at most this many routes.</summary>
    public const int MaxRoutes = 20_000;

    /// <summary>A route file has at most 1 MiB.</summary>
    public const int MaxFileBytes = 1024 * 1024;

    /// <summary>A complete set, or every problem found in one pass. Files are taken in ordinal order of their path
    /// whatever order they come in; those that <see cref="RouteFile.IsRouteFile"/> passes over are passed
    /// over.</summary>
    /// <param name="files">The files.</param>
    /// <param name="prepared">What <see cref="PreparedRoutes.Write"/> made of these files; null or anything else, and
    /// their YAML is parsed.</param>
    /// <param name="beside">Starts work at the same time as the caller's, on a thread of the caller's choice: files are
    /// then parsed ahead of the loader. Null: one after the other.</param>
    /// <param name="cancellationToken">Ends the load: files within every limit can still take minutes.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static RouteLoad Load(
        IEnumerable<RouteFile> files,
        byte[]? prepared = null,
        Action<Action>? beside = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(files);
        RouteFile[] ordered =
        [
            .. files.Where(file => RouteFile.IsRouteFile(file.Path)).OrderBy(file => file.Path, StringComparer.Ordinal),
        ];
        string version = Version(ordered);
        PreparedRoutes? ready = prepared is null ? null : PreparedRoutes.Read(prepared, version);
        var context = new LoadContext(cancellationToken);
        var routes = ImmutableArray.CreateBuilder<Route>();
        var parsed = new ParsedFiles(ordered, ready, beside);
        foreach (RouteFile file in ordered)
            routes.AddRange(RouteFileReader.Read(context, file, parsed.Take(), routes.Count));

        if (ordered.Length == 0)
        {
            context.Error(
                Codes.Unreadable,
                new SourcePosition(".", 1, 1),
                "there is no route file",
                "a route set is every *.yaml and *.yml file whose name does not begin with `_` or `.`"
            );
        }

        if (context.Names.Count > MaxRoutes)
        {
            context.Error(
                Codes.LimitPassed,
                new SourcePosition(ordered[^1].Shown, 1, 1),
                $"the route set has {context.Names.Count:N0} routes, more than {MaxRoutes:N0}",
                "split it over several functions"
            );
        }

        foreach ((string name, SourcePosition position, string? route) in context.Expected)
        {
            if (!context.Names.ContainsKey(name))
            {
                context.Route = route;
                context.Error(
                    Codes.UnknownRoute,
                    position,
                    $"there is no route {Quote.Value(name)}",
                    Suggestion.Hint(name, context.Names.Keys, "name a route of this route set", context.Suggesting)
                );
            }
        }

        ImmutableArray<Diagnostic> diagnostics = context.Diagnostics;
        RouteSet? set =
            context.ErrorCount > 0
                ? null
                : new RouteSet(version, InOrder(routes), [.. ordered.Select(file => file.Shown)]);
        return new RouteLoad(set, diagnostics) { Prepared = ready is not null };
    }

    // routes-v1, "match": a fallback is tried after all routes that are not fallbacks, whatever their files.
    private static ImmutableArray<Route> InOrder(ImmutableArray<Route>.Builder routes)
    {
        if (!routes.Any(route => route.Fallback))
            return routes.DrainToImmutable();
        return [.. routes.OrderBy(route => route.Fallback).Select((route, index) => route with { Index = index })];
    }

    /// <summary>The version of the set that these files are, in this order.</summary>
    /// <remarks>Path and content, each with its length before it: no two sets of files run together to the same
    /// bytes.</remarks>
    internal static string Version(RouteFile[] files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (RouteFile file in files)
        {
            byte[] path = Encoding.UTF8.GetBytes(file.Path);
            hash.AppendData(BitConverter.GetBytes(path.Length));
            hash.AppendData(path);
            hash.AppendData(BitConverter.GetBytes(file.Content.Length));
            hash.AppendData(file.Content.Span);
        }

        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
