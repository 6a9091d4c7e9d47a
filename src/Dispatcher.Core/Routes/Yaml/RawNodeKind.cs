namespace Dispatcher.Routes.Yaml;

/// <summary>What a node's bytes begin with.</summary>
[Flags]
internal enum RawNodeKind : byte
{
    /// <summary>A sequence.</summary>
    List = 1,

    /// <summary>A mapping.</summary>
    Map = 2,

    /// <summary>A scalar without quotes and block marks.</summary>
    Plain = 4,

    /// <summary>A scalar with them.</summary>
    Quoted = 8,

    /// <summary>Beside either of these: a tag follows the text.</summary>
    Tagged = 16,
}
