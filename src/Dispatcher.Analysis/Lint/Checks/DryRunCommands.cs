using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dispatcher.Analysis.Proofs.Writes;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>Command lines that show a counterexample.</summary>
/// <remarks>proofs-v1: the finding prints the <c>dry-run</c> commands that show it.</remarks>
internal static class DryRunCommands
{
    /// <summary>One for each event, in their order.</summary>
    /// <param name="steps">The events.</param>
    /// <param name="subject">What the command was asked: routes and configuration are given the same way.</param>
    public static ImmutableArray<string> Of(ImmutableArray<ProofStep> steps, LintSubject subject) =>
        [.. steps.Select(step => Of(step, subject)).Distinct()];

    private static string Of(ProofStep step, LintSubject subject)
    {
        EventDocument document = step.Event;
        var standIn = new EventDocument { Object = document.Object };
        var line = new StringBuilder();
        bool whole =
            !document.Members.IsEmpty
            || document.CompartmentName != standIn.CompartmentName
            || document.CompartmentId != standIn.CompartmentId;
        // What options cannot say is in a document.
        if (whole)
            line.Append(CultureInfo.InvariantCulture, $"echo {Word(Encoding.UTF8.GetString(document.ToJson()))} | ");
        // The run of a group is shown by the names that are in it.
        bool together = !whole && step.Group is not null;
        if (together)
            line.Append(CultureInfo.InvariantCulture, $"echo {Word(document.Object)} | ");
        line.Append("dispatcher dry-run");
        foreach ((string option, string value) in subject.Options)
            Add(option, value);
        if (whole)
            Add("event", "-");
        else
        {
            Add(together ? "names" : "object", together ? "-" : document.Object);
            Add("bucket", document.Bucket);
            if (document.Namespace != standIn.Namespace)
                Add("namespace", document.Namespace);
            if (document.Kind != ObjectEventKind.Create)
                Add("kind", document.Kind.Word());
            if (!together && LooksUp(step.Route, "object", "etag") && document.ETag is { } tag)
                Add("etag", tag);
            if (LooksUp(step.Route, "event", "time"))
                Add("time", document.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        }

        foreach ((string key, string value) in step.Configuration)
        {
            if (subject.Configuration?.Find(key) is null)
                Add("config", $"{key}={value}");
        }

        return line.ToString();

        void Add(string option, string value) =>
            line.Append(CultureInfo.InvariantCulture, $" --{option} {Word(value)}");
    }

    private static bool LooksUp(Route? route, string root, string member) =>
        route is not null
        && RouteTemplates
            .Of(route)
            .SelectMany(placed => placed.Template.References)
            .Any(reference => reference.Root == root && reference.Member == member);

    // As a shell reads it; what cannot be seen is escaped for it, so that the command can be copied from anywhere.
    private static string Word(string text)
    {
        if (
            text.Length > 0
                && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '=' or ':' or ',')
                && text[0] != '-'
            || text == "-"
        )
            return text;
        if (Enumerable.Range(0, text.Length).All(at => Quote.IsSeen(text, at)))
            return $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
        var word = new StringBuilder("$'");
        int at = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!Quote.IsSeen(text, at))
                word.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}");
            else if (rune.Value is '\'' or '\\')
                word.Append('\\').Append(rune);
            else
                word.Append(rune);
            at += rune.Utf16SequenceLength;
        }

        return word.Append('\'').ToString();
    }
}
