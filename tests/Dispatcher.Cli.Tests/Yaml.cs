namespace Dispatcher.Cli.Tests;

/// <summary>Route files that tests share.</summary>
internal static class Yaml
{
    /// <summary>One route over the bucket <c>in</c>, with an owner, a description, and tests that pass.</summary>
    public const string Good = """
        version: 1
        routes:
          - name: files
            description: Takes text files.
            owner: somebody
            match: { bucket: in, object: 'files/(?<stem>[a-z]+)\.txt' }
            task: { key: t, workspace: w, application: a }
            bindings: { STEM: "{{ groups.stem }}" }
            tests:
              - { object: files/a.txt, expect: { route: files, bindings: { STEM: a } } }
              - { object: files/A.txt, expect: unmatched }
        """;

    /// <summary>Two errors: an unknown key (line 6) and an unknown name (line 8).</summary>
    public const string Broken = """
        version: 1
        routes:
          - name: files
            match:
              object: files/.*
              buckt: in
            task:
              key: "{{ nope }}"
        """;

    /// <summary>One test that fails, one that passes.</summary>
    public const string FailingTest = """
        version: 1
        routes:
          - name: files
            match: { object: 'files/(?<stem>[a-z]+)\.txt' }
            task: { key: t, workspace: w, application: a }
            bindings: { STEM: "{{ groups.stem }}" }
            tests:
              - object: files/a.txt
                expect: { bindings: { STEM: b } }
              - object: files/A.txt
                expect: unmatched
        """;
}
