namespace Dispatcher.Browser.Tests;

/// <summary>Over two small routes, in a folder of its own.</summary>
public sealed class SalesWorkbench() : TheWorkbench(Folder(), "workbench", "--no-open")
{
    /// <summary>The one route file.</summary>
    public const string Yaml = """
        version: 1
        routes:
          - name: orders
            match:
              bucket: landing
              object: orders/(?<country>[a-z]{2})/(?<id>\d+)\.csv
            task: { workspace: ws, application: app, key: load-orders }
            bindings: { COUNTRY: "{{ groups.country }}", ID: "{{ groups.id }}" }
          - name: returns
            match:
              bucket: landing
              object: returns/[a-z]{2}/\d+\.csv
            task: { workspace: ws, application: app, key: load-returns }
        """;

    /// <summary>Where it is.</summary>
    public string RouteFile => Path.Join(WorkingFolder, "routes", "sales.yaml");

    private static string Folder()
    {
        string folder = Directory.CreateTempSubdirectory("dispatcher-browser-").FullName;
        Directory.CreateDirectory(Path.Join(folder, "routes"));
        File.WriteAllText(Path.Join(folder, "routes", "sales.yaml"), Yaml);
        return folder;
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(WorkingFolder, recursive: true);
    }
}
