using Dispatcher.Architecture.Tests.Sample.Above;

namespace Dispatcher.Architecture.Tests.Sample.Below;

/// <summary>Names the room above only within a lambda.</summary>
internal sealed class Floor
{
    public static IEnumerable<object> Made() => new[] { 1 }.Select(_ => (object)new Roof { On = new Floor() });
}
