using System.Collections.Immutable;
using System.Globalization;
using Dispatcher.Diagnostics;
using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Model;

namespace Dispatcher.Cli.Local;

/// <summary>What Data Integration does wrong, as <c>--faults</c> says it: <c>429:10%,slow:5%,fail-run:10%</c>. The same
/// faults come in every session: the randomness has a fixed seed.</summary>
/// <remarks>Only the function meets them: what it could not do is kept as a dead letter, which the commands that bring
/// it to an end then find.</remarks>
/// <param name="Rules">Faults of the function's requests to Data Integration.</param>
/// <param name="FailedRuns">The share of task runs that end in ERROR, 0 to 1.</param>
internal sealed record LocalFaults(ImmutableArray<FaultRule> Rules, double FailedRuns)
{
    /// <summary>The words beside a status.</summary>
    public const string Slow = "slow",
        Reset = "reset",
        FailRun = "fail-run";

    /// <summary>How long a slow answer takes.</summary>
    public static readonly TimeSpan Slowness = TimeSpan.FromSeconds(2);

    /// <summary>The message of a run that ends in ERROR.</summary>
    public const string RunError = "A fault of --faults fail-run";

    // With the samples and the faults of docs/operating.md, each kind of fault comes once.
    private const int Seed = 2206;

    private static readonly string[] OfDataIntegration =
    [
        Operations.CreateTaskRun,
        Operations.GetTaskRun,
        Operations.ListTaskRuns,
    ];

    /// <summary>None.</summary>
    public static LocalFaults None { get; } = new([], 0);

    /// <summary>Reads the option's value.</summary>
    /// <param name="text">The value.</param>
    /// <param name="problem">What is wrong with it and what to write; null when nothing is.</param>
    public static LocalFaults? Read(string text, out string? problem)
    {
        var rules = ImmutableArray.CreateBuilder<FaultRule>();
        double failedRuns = 0;
        foreach (string part in text.Split(','))
        {
            string[] halves = part.Trim().Split(':');
            if (
                halves is not [string what, [.. string number, '%']]
                || !double.TryParse(
                    number,
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out double percent
                )
                || percent > 100
            )
            {
                problem = Misread(part);
                return null;
            }

            double share = percent / 100;
            if (what == FailRun)
                failedRuns = share;
            else if (FaultOf(what) is { } fault)
                rules.Add(
                    new FaultRule(fault)
                    {
                        When = IsOfFunction,
                        Probability = share,
                        Seed = Seed + rules.Count,
                    }
                );
            else
            {
                problem = Misread(part);
                return null;
            }
        }

        problem = null;
        return new LocalFaults(rules.ToImmutable(), failedRuns);
    }

    /// <summary>Decides which runs end in ERROR; called once for each, one at a time.</summary>
    /// <param name="course">The course of every run.</param>
    public Func<EmulatedRun, RunCourse> CourseOf(RunCourse course)
    {
        var random = new Random(Seed - 1);
        return _ => random.NextDouble() < FailedRuns ? course with { Error = RunError } : course;
    }

    /// <summary>How often each kind of fault came: a status, or a word of <c>--faults</c>.</summary>
    /// <param name="plan">What was injected into requests.</param>
    /// <param name="failedRuns">How many runs were made to fail.</param>
    public static ImmutableArray<KeyValuePair<string, long>> Met(FaultPlan plan, long failedRuns) =>
        [
            .. plan.InjectedFaults()
                .GroupBy(pair => WordOf(pair.Key.Fault), pair => pair.Value)
                .Select(word => KeyValuePair.Create(word.Key, word.Sum()))
                .Append(KeyValuePair.Create(FailRun, failedRuns))
                .Where(word => word.Value > 0)
                .OrderBy(word => word.Key, StringComparer.Ordinal),
        ];

    // The commands sign with an API key.
    private static bool IsOfFunction(ReceivedRequest request) =>
        OfDataIntegration.Contains(request.Operation)
        && request.KeyId?.StartsWith("ST$", StringComparison.Ordinal) == true;

    private static Fault? FaultOf(string what) =>
        what == Slow ? Fault.Slow(Slowness)
        : what == Reset ? Fault.ResetBefore()
        : int.TryParse(what, NumberStyles.None, CultureInfo.InvariantCulture, out int status)
        && status is >= 400 and <= 599
            ? Fault.Status(status)
        : null;

    private static string WordOf(Fault fault) =>
        fault.Kind switch
        {
            FaultKind.Delay => Slow,
            FaultKind.ResetBefore => Reset,
            FaultKind.Status or FaultKind.ResetAfter or FaultKind.Html or FaultKind.EmptyBody or FaultKind.CutShort =>
                fault.StatusCode.ToString(CultureInfo.InvariantCulture),
        };

    private static string Misread(string part) =>
        $"{Quote.Value(part.Trim())} is not a fault; write FAULT:PERCENT%, with commas between several, for instance "
        + $"--faults 429:10%,{Slow}:5%,{FailRun}:10%. FAULT is a status from 400 to 599, {Slow} (an answer after "
        + $"{Slowness.TotalSeconds:0} s), {Reset} (a lost connection) or {FailRun} (a run that ends in ERROR)";
}
