namespace Dispatcher.Cli.Tests;

/// <summary>The routes that this repository ships, without those that somebody adds: what a test says of them stays
/// true then.</summary>
internal static class Shipped
{
    private static readonly string[] Routes = ["customers.yaml", "invoices.yaml", "orders.yaml", "sensors.yaml"];

    /// <summary>A clone's routes, samples, schema and scripts, and the page about these routes.</summary>
    public static async Task<TemporaryFolder> CloneAsync()
    {
        var clone = TemporaryFolder.OfOneLength();
        string[] files =
        [
            .. Routes.Select(file => Path.Join("routes", file)),
            Path.Join(".ci", "routes"),
            .. Below("samples"),
            .. Below("schemas"),
        ];
        foreach (string file in files)
        {
            Directory.CreateDirectory(Path.Join(clone.Path, Path.GetDirectoryName(file)));
            File.Copy(Path.Join(TheCommand.Repository, file), Path.Join(clone.Path, file));
        }

        clone.Write(Path.Join("docs", "route-set.md"), (await TheCommand.RunAsync(["docs"], clone.Path)).Out);
        return clone;
    }

    // What a build leaves is in no clone.
    private static IEnumerable<string> Below(string folder) =>
        Directory
            .EnumerateFiles(Path.Join(TheCommand.Repository, folder), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(TheCommand.Repository, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
}
