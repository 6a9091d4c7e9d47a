using Dispatcher.Contract.Images;

namespace Dispatcher.Images.Tests;

/// <summary>An image's root folder, put together once for all tests of its class.</summary>
public abstract class AssembledImage(string target) : IDisposable
{
    public ImageRoot Root { get; } = ImageRoot.Assemble(target);

    public void Dispose()
    {
        Root.Dispose();
        GC.SuppressFinalize(this);
    }
}
