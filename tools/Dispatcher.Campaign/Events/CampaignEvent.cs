namespace Dispatcher.Campaign.Events;

/// <summary>How an event must end, once everything works again.</summary>
internal enum Ending
{
    /// <summary>One run for every task, and nothing else.</summary>
    Runs,

    /// <summary>No run and no record.</summary>
    Nothing,

    /// <summary>One record that stays, whatever is put through again, beside one run for every task.</summary>
    StaysDead,
}

/// <summary>An event and what must become of it, known without asking the code under test.</summary>
/// <param name="Key">Which object version and kind of change it is about; for what is no object event, its
/// text.</param>
/// <param name="Document">The event as delivered.</param>
/// <param name="Ending">How it must end.</param>
/// <param name="Tasks">The tasks that it must start, one run each.</param>
internal sealed record CampaignEvent(string Key, byte[] Document, Ending Ending, params string[] Tasks)
{
    /// <summary>How often it was delivered so far; the ledger counts.</summary>
    public int Deliveries { get; set; }
}
