using Dispatcher.Contract.Images;

namespace Dispatcher.Images.Tests;

/// <summary>The native library of Mono.Posix, through which the FDK sets the socket's permissions: a library that it
/// needs and does not find leaves a function that never listens.</summary>
public sealed class FdkLibraryTests
{
    [Theory]
    [InlineData("linux-x64")]
    [InlineData("linux-arm64")]
    public void The_image_has_every_library_that_the_one_under_the_FDK_asks_for(string platform)
    {
        string library = Path.Combine(AppContext.BaseDirectory, "mono-posix", platform, "libMonoPosixHelper.so");
        Stage oracle = Dockerfile.Read(Path.Combine(Repository.Folder, "Dockerfile"))["oracle"];
        IEnumerable<string> copied = oracle
            .Instructions.Where(instruction => instruction.Keyword == "COPY")
            .Select(copy => copy.Arguments.Split(' ')[^1])
            .Where(target => target.StartsWith("/usr/lib/lib", StringComparison.Ordinal))
            .Select(target => Path.GetFileName(target));

        Assert.StartsWith(BaseImages.Name + "@", oracle.Base, StringComparison.Ordinal);
        IReadOnlyList<string> needed = ElfFile.ReadNeeded(library)!;
        Assert.NotEmpty(needed);
        Assert.Empty(needed.Except([.. BaseImages.Libraries, .. copied]));
    }
}
