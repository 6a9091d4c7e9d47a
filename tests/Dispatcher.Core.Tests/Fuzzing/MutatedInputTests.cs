using Dispatcher.Fuzz;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Fuzzing;

/// <summary>The fuzzer's short form, and what it once found. The long form is <c>tools/Dispatcher.Fuzz</c>.</summary>
public sealed class MutatedInputTests
{
    private static readonly string Corpus = Path.Join(AppContext.BaseDirectory, "corpus");

    public static TheoryData<string> Found =>
        [.. Directory.EnumerateFiles(Corpus).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Mutated_events_and_route_files_make_nothing_throw()
    {
        int count = Iterations.Of(8_000);
        FuzzReport report = new Fuzzer(Seeds.All()).Run(seed: 20261126, count);

        Assert.Empty(report.Failures);
        Assert.True(
            report.EventsRead > count / 20 && report.RouteFilesLoaded > count / 40,
            $"{report.EventsRead} events were read, {report.RouteFilesLoaded} route files loaded: the mutations miss"
        );
    }

    [Theory]
    [MemberData(nameof(Found))]
    public void What_once_failed_does_not_fail_again(string file) =>
        new Fuzzer(Seeds.All()).Replay(File.ReadAllBytes(Path.Join(Corpus, file)));
}
