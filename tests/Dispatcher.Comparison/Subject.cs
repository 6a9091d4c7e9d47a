namespace Dispatcher.Comparison;

/// <summary>A function to measure.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Program">The program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Folder">Where it runs.</param>
internal sealed record Subject(string Name, string Program, string[] Arguments, string Folder)
{
    /// <summary>The subjects that are there, below the repository's root.</summary>
    public static IReadOnlyList<Subject> In(string root)
    {
        string native = Path.Combine(root, "artifacts", "native"), floor = Path.Combine(root, "artifacts", "floor");
        string node = Path.Combine(root, "tests", "Dispatcher.NodeBaseline");
        (Subject Subject, string Needs)[] all =
        [
            (new("native", Path.Combine(native, "dispatcher-function"), [], native), Path.Combine(native, "dispatcher-function")),
            (new("floor", Path.Combine(floor, "dispatcher-floor"), [], floor), Path.Combine(floor, "dispatcher-floor")),
            (new("Node FDK + SDK", "node", ["func.js"], node), Path.Combine(node, "node_modules")),
        ];
        foreach ((Subject subject, string needs) in all.Where(pair => !Path.Exists(pair.Needs)))
            Console.Error.WriteLine($"left out: {subject.Name}, there is no {Path.GetRelativePath(root, needs)}; `.ci/figures` makes it");
        return [.. all.Where(pair => Path.Exists(pair.Needs)).Select(pair => pair.Subject)];
    }
}
