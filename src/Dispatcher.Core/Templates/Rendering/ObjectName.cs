namespace Dispatcher.Templates.Rendering;

/// <summary>The parts of an object name: <c>a/b/c.tar.gz</c> has folder <c>a/b</c>, file <c>c.tar.gz</c>, stem
/// <c>c.tar</c> and extension <c>gz</c>.</summary>
/// <remarks>routes-v1, "Templates". What is absent is the empty string: a name without <c>/</c> has no folder, a name
/// that ends in <c>/</c> has no file. A dot that begins or ends the file starts no extension, so <c>.bashrc</c> and
/// <c>draft.</c> are all stem; stem and extension, with a dot between where there is an extension, always make the file
/// again.</remarks>
internal sealed record ObjectName(string Folder, string File, string Stem, string Extension)
{
    public static ObjectName Of(string name)
    {
        int slash = name.LastIndexOf('/');
        string folder = slash < 0 ? "" : name[..slash];
        string file = name[(slash + 1)..];
        int dot = file.LastIndexOf('.');
        return dot <= 0 || dot == file.Length - 1
            ? new(folder, file, file, "")
            : new(folder, file, file[..dot], file[(dot + 1)..]);
    }
}
