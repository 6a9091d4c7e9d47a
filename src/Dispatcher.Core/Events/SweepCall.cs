using System.Text.Json;
using Dispatcher.Diagnostics;

namespace Dispatcher.Events;

/// <summary>What a call says that asks for a sweep; what it leaves out is configured.</summary>
/// <remarks>sweep-v1.</remarks>
public sealed record SweepCall
{
    private static readonly string[] Members = ["dispatcher", "every", "since", "settle", "plan"];

    /// <summary>The distance of the schedule.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>How far back to look.</summary>
    public TimeSpan? Since { get; init; }

    /// <summary>How old an object must be.</summary>
    public TimeSpan? Settle { get; init; }

    /// <summary>Whether nothing is started: the answer says what would be.</summary>
    public bool Plan { get; init; }

    /// <summary>Reads the document of a call.</summary>
    internal static BodyReading Read(JsonElement root)
    {
        var call = new SweepCall();
        foreach (JsonProperty member in root.EnumerateObject())
        {
            string? problem = null;
            switch (member.Name)
            {
                case "dispatcher":
                    break;
                case "every":
                    problem = Duration(member, out TimeSpan? every);
                    call = call with { Every = every };
                    break;
                case "since":
                    problem = Duration(member, out TimeSpan? since);
                    call = call with { Since = since };
                    break;
                case "settle":
                    problem = Duration(member, out TimeSpan? settle);
                    call = call with { Settle = settle };
                    break;
                case "plan" when member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    call = call with { Plan = member.Value.GetBoolean() };
                    break;
                case "plan":
                    problem = "`plan` is not true or false.";
                    break;
                default:
                    problem =
                        $"{Quote.Value(member.Name)} is not a member of a sweep; "
                        + $"{Suggestion.Hint(member.Name, Members, "it has every, since, settle and plan")}.";
                    break;
            }

            if (problem is not null)
                return BodyReading.Malformed(Codes.EventMalformed, problem);
        }

        return new BodyReading.Sweep(call);
    }

    private static string? Duration(JsonProperty member, out TimeSpan? duration)
    {
        duration = member.Value.ValueKind == JsonValueKind.String ? Durations.Parse(member.Value.GetString()!) : null;
        return duration is null
            ? $"`{member.Name}` is {Quote.Line(member.Value.GetRawText())}; write {Durations.Form}."
            : null;
    }
}
