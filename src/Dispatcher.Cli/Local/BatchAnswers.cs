using System.Text.Json;
using Dispatcher.Planning;

namespace Dispatcher.Cli.Local;

/// <summary>What the function answered to a batch.</summary>
/// <param name="Status">The function's own status.</param>
/// <param name="Elements">The answers to the elements by their place; those that the response left out are
/// missing.</param>
/// <remarks>dispatch-v1, "Input".</remarks>
internal sealed record BatchAnswers(int Status, IReadOnlyDictionary<int, FunctionAnswer> Elements)
{
    /// <summary>Reads the response document; throws <see cref="InvalidDataException"/> when it is not one.</summary>
    public static BatchAnswers Read(int status, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return new BatchAnswers(
                status,
                document
                    .RootElement.GetProperty("results")
                    .EnumerateArray()
                    .ToDictionary(
                        result => result.GetProperty("batch").GetProperty("index").GetInt32(),
                        result => FunctionAnswer.Read(StatusOf, result)
                    )
            );
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException(
                $"the function answered {status} with something that is no response to a batch: {wrong.Message}"
            );
        }
    }

    // The status that the event would have had alone.
    private static int StatusOf(FunctionAnswer answer) =>
        answer.Outcome switch
        {
            Outcome.Deferred => 503,
            Outcome.Rejected => answer.DeadLetter is null ? 500 : 200,
            Outcome.Dispatched or Outcome.Ignored or Outcome.Shadowed or Outcome.Held or Outcome.Unmatched => 200,
        };
}
