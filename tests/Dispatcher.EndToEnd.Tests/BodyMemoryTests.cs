using System.Text;
using Dispatcher.Events;

namespace Dispatcher.EndToEnd.Tests;

/// <summary>What a burst of large bodies leaves resident.</summary>
public sealed class BodyMemoryTests
{
    // They left 289 MB, and up to 650 MB. What the pools keep for each thread that read one goes after half a minute;
    // how many threads those are depends on the machine.
    [Theory]
    [InlineData("one long text")]
    [InlineData("many numbers")]
    public async Task A_hundred_bodies_of_a_megabyte_at_once_give_their_memory_back(string filler)
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync();
        await function.CallAsync(OutcomeTests.Body("invoice"));
        byte[] large = Filled(OutcomeTests.Body("invoices/readme.txt"), filler);
        long before = function.ResidentBytes();

        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => function.CallAsync(large)));

        Assert.All(answers, answer => Assert.Equal("unmatched", answer.Outcome));
        await function.UntilAsync(() => function.ResidentBytes() < before + (40 << 20), "the memory");
    }

    private static byte[] Filled(byte[] body, string filler)
    {
        int room = EventReader.MaxBytes - body.Length - 100;
        string value =
            filler == "one long text"
                ? $"\"{new string('x', room)}\""
                : $"[{string.Join(',', Enumerable.Repeat("0", room / 2))}]";
        return Encoding.UTF8.GetBytes($"{{\"filler\":{value},{Encoding.UTF8.GetString(body)[1..]}");
    }
}
