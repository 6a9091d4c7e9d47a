namespace Dispatcher.Templates.Compiling;

/// <summary>What a template is for: which names it sees.</summary>
/// <remarks>routes-v1, "Templates"; sweep-v1, "Groups".</remarks>
internal enum TemplateUse
{
    /// <summary>A run for one event: everything but <c>group</c>.</summary>
    Event,

    /// <summary>A run for a group: <c>group</c>, and what does not belong to one object.</summary>
    Group,

    /// <summary>The key of a group or of an expectation: <c>groups</c>, <c>bucket</c> and <c>config</c>.</summary>
    Key,

    /// <summary>Any of these: a template of <c>defaults</c>, whose routes are not known yet.</summary>
    Any,
}
