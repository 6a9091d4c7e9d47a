using Dispatcher.Contract.Images;

namespace Dispatcher.Images.Tests;

/// <summary>An image's root folder, put together once for all tests of its class. It is kept for later tests in the
/// folder outside of the repository that TEST_IMAGES names.</summary>
public abstract class AssembledImage(string target) : IDisposable
{
    public ImageRoot Root { get; } = ImageRoot.Assemble(target, Environment.GetEnvironmentVariable("TEST_IMAGES"));

    public void Dispose()
    {
        Root.Dispose();
        GC.SuppressFinalize(this);
    }
}
