namespace Dispatcher.Contract.Images;

/// <summary>A Dockerfile, as far as ours goes: stages of instructions.</summary>
public sealed record Dockerfile(IReadOnlyList<Stage> Stages)
{
    public static Dockerfile Read(string path)
    {
        var stages = new List<(string Name, string Base, List<Instruction> Instructions)>();
        foreach (string line in Lines(path))
        {
            string[] parts = line.Split(' ', 2, StringSplitOptions.TrimEntries);
            if (parts[0] == "FROM")
            {
                string[] from =
                [
                    .. parts[1]
                        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                        .Where(part => !part.StartsWith("--platform=", StringComparison.Ordinal)),
                ];
                Assert.True(from is [_, "AS", _], $"every stage has a name: {line}");
                stages.Add((from[2], from[0], []));
            }
            else
            {
                stages[^1].Instructions.Add(new(parts[0], parts[1]));
            }
        }

        return new([.. stages.Select(stage => new Stage(stage.Name, stage.Base, stage.Instructions))]);
    }

    public Stage this[string name] => Stages.Single(stage => stage.Name == name);

    // Comments go, continued lines become one.
    private static IEnumerable<string> Lines(string path)
    {
        string pending = "";
        foreach (string raw in File.ReadLines(path))
        {
            string line = raw.Trim();
            if (line.Length == 0 || line.StartsWith('#'))
                continue;
            if (line.EndsWith('\\'))
            {
                pending += line[..^1].TrimEnd() + " ";
                continue;
            }

            yield return pending + line;
            pending = "";
        }
    }
}

/// <summary>A stage.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Base">The stage or the image it begins with.</param>
/// <param name="Instructions">What is done on top.</param>
public sealed record Stage(string Name, string Base, IReadOnlyList<Instruction> Instructions)
{
    public string Value(string keyword) => Instructions.Last(instruction => instruction.Keyword == keyword).Arguments;
}

/// <summary>One instruction, as written.</summary>
public sealed record Instruction(string Keyword, string Arguments);
