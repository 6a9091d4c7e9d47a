using System.Text;
using Dispatcher.Files;
using Dispatcher.Oci.Signing;

namespace Dispatcher.Oci.Identities;

/// <summary>A token, key or passphrase, or the file it is in.</summary>
/// <param name="Origin">How error texts call it: a variable's name, or a file, line and key.</param>
/// <param name="Value">The value itself, or the file's path.</param>
/// <param name="IsFile">Which of the two.</param>
internal sealed record Material(string Origin, string Value, bool IsFile)
{
    // A token has a few kilobytes, a key of 8,192 bits about seven.
    private const int MostBytes = 256 * 1024;

    /// <summary>A variable of the resource principal: a rooted path names a file, anything else is the value.</summary>
    public static Material FromVariable(string name, string value) => new(name, value, Path.IsPathRooted(value));

    /// <summary>How error texts call it and where it is read from.</summary>
    public string Description => IsFile ? $"{Origin}: the file {Value}" : Origin;

    /// <summary>The value without white space around it: token files may end in a line break, which no header can
    /// carry.</summary>
    /// <exception cref="CredentialException">The file cannot be read or is empty.</exception>
    public string Read()
    {
        string text;
        try
        {
            text = (IsFile ? Encoding.UTF8.GetString(RegularFile.Read(Value, MostBytes)) : Value).Trim('\uFEFF').Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(failure);
        }

        return text.Length > 0 ? text : throw new CredentialException($"{Description} is empty");
    }

    /// <summary>Refuses a file that is no regular file or is over the bound, before code of others opens it.</summary>
    /// <exception cref="CredentialException">It is refused, or cannot be read.</exception>
    public void Check()
    {
        try
        {
            if (IsFile)
                RegularFile.Check(Value, MostBytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(failure);
        }
    }

    private CredentialException Unreadable(Exception failure) =>
        new($"{Description} cannot be read: {FileTrouble.Reading(Value, failure)}");

    /// <summary>Neither the value nor a part of it.</summary>
    public override string ToString() => Description;
}
