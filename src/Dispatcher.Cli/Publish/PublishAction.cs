using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.Publish;

/// <summary>What a call of <c>publish</c> did.</summary>
internal enum PublishAction
{
    /// <summary>The set was replaced.</summary>
    Published,

    /// <summary>The previous set was put back.</summary>
    RolledBack,

    /// <summary>The set was there already, and nothing was written.</summary>
    Unchanged,
}

/// <summary>The words of <see cref="PublishAction"/>.</summary>
internal static class PublishActions
{
    /// <summary><c>published rolled-back unchanged</c>.</summary>
    public static Words<PublishAction> Words { get; } =
        new(action =>
            action switch
            {
                PublishAction.Published => "published",
                PublishAction.RolledBack => "rolled-back",
                PublishAction.Unchanged => "unchanged",
            }
        );

    /// <summary><c>published rolled-back unchanged</c>.</summary>
    public static string Word(this PublishAction action) => Words.Of(action);
}
