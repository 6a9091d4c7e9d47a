namespace Dispatcher.Browser.Tests;

/// <summary>One workbench over two small routes for all of these tests; each has a page of its own.</summary>
[CollectionDefinition(Name)]
public sealed class SalesCollection : ICollectionFixture<Chromium>, ICollectionFixture<SalesWorkbench>
{
    public const string Name = "sales";
}
