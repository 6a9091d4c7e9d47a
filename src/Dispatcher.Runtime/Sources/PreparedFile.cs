using Dispatcher.Routes.Loading;

namespace Dispatcher.Runtime.Sources;

/// <summary>The routes of an image, prepared when it was built (<see cref="PreparedRoutes"/>): a file beside the
/// function. Not below <c>routes/</c>, so that a person who can change routes cannot bring one.</summary>
public static class PreparedFile
{
    /// <summary>What it is called.</summary>
    public const string Name = "routes.prepared";

    /// <summary>Its bytes; null when there is none, or none that can be read: then the routes' YAML is
    /// parsed.</summary>
    /// <param name="folder">The function's own folder.</param>
    public static byte[]? Read(string folder)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, Name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
