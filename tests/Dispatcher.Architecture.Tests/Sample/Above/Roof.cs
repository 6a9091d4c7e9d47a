using Dispatcher.Architecture.Tests.Sample.Below;

namespace Dispatcher.Architecture.Tests.Sample.Above;

internal sealed class Roof
{
    public Floor? On { get; init; }
}
