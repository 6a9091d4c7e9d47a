using System.Text;

namespace Dispatcher.Fuzz;

/// <summary>Makes new inputs out of old ones. The same seed makes the same inputs.</summary>
public sealed class Mutator(int seed)
{
    // What the readers treat specially: JSON, YAML, patterns, templates, and characters that are more than one of
    // something.
    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "'",
            "\\",
            "\n",
            "\r\n",
            "\t",
            "\0",
            " ",
            "  ",
            "- ",
            "? ",
            "|",
            ">",
            "|-\n",
            "#",
            "---\n",
            "...\n",
            "&a",
            "*a",
            "&a [*a]",
            "<<: ",
            "!!str ",
            "!!int ",
            "!x ",
            "~",
            "null",
            "true",
            "1e999",
            "-0",
            "0x",
            "0o7",
            ".inf",
            ".nan",
            "1_000",
            "{{",
            "}}",
            "{{-",
            "-}}",
            "{{ ",
            " }}",
            "{%{",
            "}%}",
            "{{ object.name }}",
            "{{ config.x ?? 'y' }}",
            "{{ if true }}",
            "{{ end }}",
            "{{ for x in y }}",
            "{{ '' * 9999999 }}",
            "| string.pad_left 9999",
            "event.raw",
            "groups['1']",
            "((((((((",
            "))))))))",
            "!!!!!!!!",
            "--------",
            "a.b.c.d.e.f.g.h",
            "(?=",
            "(?!",
            "(?<n>",
            "(?:",
            "(?i)",
            "(a|b)*",
            "{1000}",
            "{2,1}",
            "{0,}",
            "*?",
            "+?",
            "??",
            "\\d",
            "\\p{L}",
            "\\P{Cn}",
            "\\1",
            "\\b",
            "[^",
            "[a-",
            "[]",
            "\\ud800",
            "\\udc00",
            "\\u0000",
            "\ud83d\ude00",
            "\u202e",
            "\u2028",
            "\u00e9",
            "\ufeff",
            "..",
            "/../",
            "./",
            "version: 1\n",
            "routes:\n",
            "  - name: a\n",
            "match: { object: .* }\n",
            "task: { key: k }\n",
            "continue: true\n",
            "state: shadow\n",
            "tests:\n",
            "expect: unmatched\n",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private readonly Random random = new(seed);

    /// <summary>One input, made of one or two of the corpus by one to six changes, fewer more often than
    /// many.</summary>
    public byte[] Next(IReadOnlyList<byte[]> corpus)
    {
        var bytes = new List<byte>(corpus[random.Next(corpus.Count)]);
        for (int change = random.Next(1, random.Next(2, 8)); change > 0; change--)
            Change(bytes, corpus);
        return [.. bytes];
    }

    private void Change(List<byte> bytes, IReadOnlyList<byte[]> corpus)
    {
        int at = random.Next(bytes.Count + 1),
            length = Math.Min(random.Next(1, 40), bytes.Count - at);
        switch (random.Next(8))
        {
            case 0 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 4:
                byte[] other = corpus[random.Next(corpus.Count)];
                int from = random.Next(other.Length + 1);
                bytes.InsertRange(at, other[from..Math.Min(other.Length, from + random.Next(200))]);
                break;
            case 5:
                byte[] token = Tokens[random.Next(Tokens.Length)];
                for (
                    int times = random.Next(20) == 0 ? random.Next(1, 400) : 1;
                    times > 0 && bytes.Count < 200_000;
                    times--
                )
                    bytes.InsertRange(at, token);
                break;
            default:
                bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                break;
        }
    }
}
