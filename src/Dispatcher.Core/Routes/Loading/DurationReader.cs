using Dispatcher.Diagnostics;
using Dispatcher.Routes.Yaml;

namespace Dispatcher.Routes.Loading;

/// <summary>Reads durations of a route file: <c>10m</c>, <c>6h</c>, <c>2d</c>.</summary>
internal static class DurationReader
{
    /// <summary>The value of a key; null when the key is not there, or with an error.</summary>
    /// <param name="context">Where problems go.</param>
    /// <param name="map">The map.</param>
    /// <param name="key">The key.</param>
    /// <param name="most">The longest duration allowed.</param>
    public static TimeSpan? Read(LoadContext context, MapReader map, string key, TimeSpan most)
    {
        if (map.Find(key) is not { } node)
            return null;
        TimeSpan? read = node is RawScalar scalar ? Durations.Parse(scalar.Value) : null;
        if (read is null)
            context.Error(
                Codes.WrongValue,
                node.Position,
                $"`{key}` is {MapReader.Shape(node)}",
                $"write {Durations.Form}"
            );
        else if (read > most)
        {
            context.Error(
                Codes.WrongValue,
                node.Position,
                $"`{key}` is {MapReader.Shape(node)}",
                $"write at most {Durations.Text(most)}"
            );
            return null;
        }

        return read;
    }
}
