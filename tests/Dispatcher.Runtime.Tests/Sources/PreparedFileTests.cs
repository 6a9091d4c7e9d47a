using Dispatcher.Runtime.Sources;

namespace Dispatcher.Runtime.Tests.Sources;

public sealed class PreparedFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("prepared-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void It_is_read_where_it_is()
    {
        File.WriteAllBytes(Path.Combine(folder, PreparedFile.Name), [1, 2, 3]);

        Assert.Equal([1, 2, 3], PreparedFile.Read(folder)!);
    }

    [Fact]
    public void Without_one_there_is_none() => Assert.Null(PreparedFile.Read(folder));

    [Fact]
    public void One_that_cannot_be_read_is_as_good_as_none()
    {
        Directory.CreateDirectory(Path.Combine(folder, PreparedFile.Name));

        Assert.Null(PreparedFile.Read(folder));
        Assert.Null(PreparedFile.Read(Path.Combine(folder, "no")));
    }
}
