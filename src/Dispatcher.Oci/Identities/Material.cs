using System.Text;
using Dispatcher.Files;
using Dispatcher.Oci.Signing;

namespace Dispatcher.Oci.Identities;

/// <summary>A token, key or passphrase: its value, or the file that contains it.</summary>
/// <param name="Origin">Its name in error messages: a variable, or a file, line and key.</param>
/// <param name="Value">The value itself, or the file's path.</param>
/// <param name="IsFile">Whether <paramref name="Value"/> is a path.</param>
internal sealed record Material(string Origin, string Value, bool IsFile)
{
    // A token has a few kilobytes, a key of 8,192 bits about seven.
    private const int MostBytes = 256 * 1024;

    /// <summary>Reads a variable of the resource principal. An absolute path means a file; anything else is the value
    /// itself.</summary>
    public static Material FromVariable(string name, string value) => new(name, value, Path.IsPathRooted(value));

    /// <summary>Its name in error messages, with the file's path.</summary>
    public string Description => IsFile ? $"{Origin}: the file {Value}" : Origin;

    /// <summary>The value without surrounding white space: a token file may end with a line break, which a header
    /// cannot contain.</summary>
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

    /// <summary>Refuses a file that is not a regular file or is too large, before a library opens it.</summary>
    /// <exception cref="CredentialException">The file is refused or cannot be read.</exception>
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

    /// <summary>Never contains the value or a part of it.</summary>
    public override string ToString() => Description;
}
