using Dispatcher.Files;
using Dispatcher.Oci.Ports;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Redrive;

/// <summary>Records in a folder, as a download of the bucket leaves them. A file that cannot be read or moved
/// throws.</summary>
internal sealed class FolderRecords(string folder) : IRecordPlace
{
    public string Name => folder;

    public long PassedOver { get; private set; }

    public ServiceFailure? Failure => null;

    public IAsyncEnumerable<IReadOnlyList<string>> PagesAsync(CancellationToken stopping)
    {
        ILookup<bool, string> names = FolderTree
            .Files(folder)
            .Select(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(name => !RecordNames.IsDone(name))
            .ToLookup(RecordNames.IsRecord);
        PassedOver = names[false].LongCount();
        return new[] { (IReadOnlyList<string>)[.. names[true].Order(StringComparer.Ordinal)] }.ToAsyncEnumerable();
    }

    public Task<ServiceResult<ReadOnlyMemory<byte>?>> ReadAsync(string name, CancellationToken stopping)
    {
        try
        {
            stopping.ThrowIfCancellationRequested();
            byte[] record = RegularFile.ReadStart(Path.Join(folder, name), DeadLetter.MaxBytes + 1);
            return Task.FromResult<ServiceResult<ReadOnlyMemory<byte>?>>(
                record.Length > DeadLetter.MaxBytes
                    ? new ServiceFailure(FailureKind.Rejected, null, BucketRecords.TooLarge, "")
                    : (ReadOnlyMemory<byte>?)record
            );
        }
        catch (FileNotFoundException)
        {
            return Task.FromResult<ServiceResult<ReadOnlyMemory<byte>?>>((ReadOnlyMemory<byte>?)null);
        }
    }

    // One step, which the file system does as a whole.
    public Task<ServiceFailure?> PutAsideAsync(string name, ReadOnlyMemory<byte> record)
    {
        string done = Path.Join(folder, RecordNames.Done, name);
        Directory.CreateDirectory(Path.GetDirectoryName(done)!);
        try
        {
            File.Move(Path.Join(folder, name), done, overwrite: true);
        }
        catch (FileNotFoundException) when (File.Exists(done))
        {
            // Another process has redriven it meanwhile.
        }

        return Task.FromResult<ServiceFailure?>(null);
    }
}
