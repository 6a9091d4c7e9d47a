namespace Schema.Tests.Editor;

/// <summary>One server for all the tests that drive it.</summary>
[CollectionDefinition(nameof(LanguageServer))]
public sealed class EditorCollection : ICollectionFixture<LanguageServer>;

/// <summary>A test that drives the language server: skipped with the reason where that is not installed, but never in
/// CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EditorFactAttribute : FactAttribute
{
    public EditorFactAttribute() => Skip = LanguageServer.SkipReason;
}

/// <inheritdoc cref="EditorFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EditorTheoryAttribute : TheoryAttribute
{
    public EditorTheoryAttribute() => Skip = LanguageServer.SkipReason;
}
