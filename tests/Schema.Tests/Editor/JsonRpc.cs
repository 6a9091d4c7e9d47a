using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Schema.Tests.Editor;

/// <summary>JSON-RPC as the Language Server Protocol frames it: a header with the length, then the message.</summary>
internal sealed class JsonRpc(Stream input, Stream output)
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode?>> waiting = new();
    private readonly Lock writing = new();
    private int lastId;

    /// <summary>What is done with a notification.</summary>
    public required Action<string, JsonNode?> Notified { get; init; }

    /// <summary>What is answered to a request of the other side.</summary>
    public required Func<string, JsonNode?, JsonNode?> Asked { get; init; }

    /// <summary>Asks, and gives the answer.</summary>
    /// <exception cref="InvalidOperationException">The answer is an error, or the other side ended.</exception>
    public async Task<JsonNode?> AskAsync(string method, JsonNode parameters)
    {
        int id = Interlocked.Increment(ref lastId);
        var answer = new TaskCompletionSource<JsonNode?>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[id] = answer;
        Send(
            new JsonObject
            {
                ["id"] = id,
                ["method"] = method,
                ["params"] = parameters,
            }
        );
        return await answer.Task;
    }

    /// <summary>Tells without an answer.</summary>
    public void Tell(string method, JsonNode parameters) =>
        Send(new JsonObject { ["method"] = method, ["params"] = parameters });

    /// <summary>Reads until the other side ends. Whatever still waits for an answer then fails.</summary>
    public async Task ReadAsync()
    {
        try
        {
            while (await LengthAsync() is { } length)
            {
                byte[] body = new byte[length];
                await output.ReadExactlyAsync(body);
                Receive(JsonNode.Parse(body)!.AsObject());
            }
        }
        finally
        {
            foreach (TaskCompletionSource<JsonNode?> left in waiting.Values)
                left.TrySetException(new InvalidOperationException("The language server ended."));
        }
    }

    private void Receive(JsonObject message)
    {
        string? method = message["method"]?.GetValue<string>();
        if (method is not null && message["id"] is { } id)
            Send(new JsonObject { ["id"] = id.DeepClone(), ["result"] = Asked(method, message["params"]) });
        else if (method is not null)
            Notified(method, message["params"]);
        else if (
            waiting.TryRemove(message["id"]!.GetValue<int>(), out TaskCompletionSource<JsonNode?>? answer)
            && message["error"] is { } error
        )
            answer.SetException(new InvalidOperationException(error.ToJsonString()));
        else
            answer?.SetResult(message["result"]);
    }

    private void Send(JsonObject message)
    {
        message["jsonrpc"] = "2.0";
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(message);
        lock (writing)
        {
            input.Write(
                Encoding.ASCII.GetBytes(
                    string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n")
                )
            );
            input.Write(body);
            input.Flush();
        }
    }

    // Headers end with an empty line; null at the end of the stream.
    private async Task<int?> LengthAsync()
    {
        const string Name = "Content-Length: ";
        int? length = null;
        while (await LineAsync() is { } line)
        {
            if (line.Length == 0)
                return length;
            if (line.StartsWith(Name, StringComparison.OrdinalIgnoreCase))
                length = int.Parse(line[Name.Length..], CultureInfo.InvariantCulture);
        }

        return null;
    }

    private async Task<string?> LineAsync()
    {
        var line = new StringBuilder();
        byte[] next = new byte[1];
        while (await output.ReadAsync(next) == 1)
        {
            if (next[0] == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)next[0]);
        }

        return null;
    }
}
