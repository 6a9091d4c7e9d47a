using System.Reflection;
using Dispatcher.Analysis.Diff;
using Dispatcher.Analysis.Names;
using Dispatcher.Diagnostics;
using Dispatcher.Oci.Clients;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Logging;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Tests.House;

/// <summary>Every enum that stands in JSON or text has its words in one place, next to it.</summary>
public sealed class WordsTests
{
    private static readonly Assembly[] Projects =
    [
        typeof(Diagnostic).Assembly,
        typeof(ChangeKind).Assembly,
        typeof(OciClients).Assembly,
        typeof(JsonLog).Assembly,
    ];

    /// <summary>Enums that are decided on and never written.</summary>
    private static readonly Type[] Silent =
    [
        typeof(Decision), // a proof's answer: a sentence of its own in each place
        typeof(FailureKind), // written as the error's code
        typeof(ParameterKind), // the service's own word is written, `TypeName`
        typeof(PutOutcome),
        typeof(RunAddition),
    ];

    public static TheoryData<Type> Enums() => [.. Projects.SelectMany(Public).Except(Silent)];

    [Theory]
    [MemberData(nameof(Enums))]
    public void Each_member_of_an_enum_has_one_word_and_the_word_finds_it(Type type)
    {
        MethodInfo word = Assert.Single(
            type.Assembly.GetExportedTypes().Select(holder => holder.GetMethod("Word", [type])).OfType<MethodInfo>()
        );
        object table = word.DeclaringType!.GetProperty("Words")!.GetValue(null)!;
        string[] words = [.. Enum.GetValues(type).Cast<object>().Select(value => (string)word.Invoke(null, [value])!)];
        Assert.Equal(words, (IEnumerable<string>)table.GetType().GetProperty("All")!.GetValue(table)!);
        Assert.Equal(words.Length, words.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(words, text => Assert.Matches("^[a-z][a-z, -]*$", text));
    }

    [Fact]
    public void What_is_said_to_be_silent_is_an_enum_without_words() => Assert.All(Silent, type =>
        {
            Assert.True(type.IsEnum);
            Assert.All(type.Assembly.GetExportedTypes(), holder => Assert.Null(holder.GetMethod("Word", [type])));
        });

    [Fact]
    public void A_word_is_found_exactly_and_a_text_that_is_not_one_gets_advice()
    {
        Assert.Equal(Outcome.Deferred, Outcomes.Words.Find("deferred"));
        Assert.Null(Outcomes.Words.Find("Deferred"));
        Assert.Null(Outcomes.Words.Find(""));
        Assert.Equal("did you mean `warning`?", Severities.Words.Hint("warnings"));
        Assert.Equal("write error, warning or note", Severities.Words.Hint("x"));
    }

    private static IEnumerable<Type> Public(Assembly assembly) =>
        assembly.GetExportedTypes().Where(type => type.IsEnum);
}
