namespace Dispatcher.Emulator.Tests;

/// <summary>One emulator for the tests of a class that do not change what the others see: keys take long to
/// make.</summary>
public sealed class SharedTenancy : IAsyncLifetime
{
    internal Tenancy Tenancy { get; private set; } = null!;

    public async Task InitializeAsync() => Tenancy = await Tenancy.StartAsync();

    public async Task DisposeAsync() => await Tenancy.DisposeAsync();
}
