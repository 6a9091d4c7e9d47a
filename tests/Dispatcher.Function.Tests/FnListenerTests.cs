using System.Text;
using Dispatcher.Function.Hosting;

namespace Dispatcher.Function.Tests;

public sealed class FnListenerTests
{
    [Theory]
    [InlineData(null, "unix:/tmp/a.sock", "FN_FORMAT is not set")]
    [InlineData("json", "unix:/tmp/a.sock", "FN_FORMAT is `json`")]
    [InlineData("http-stream", null, "FN_LISTENER is not set")]
    [InlineData("http-stream", "", "FN_LISTENER is not set")]
    [InlineData("http-stream", "/tmp/a.sock", "unix:/path/of/the/socket")]
    [InlineData("http-stream", "tcp:127.0.0.1:80", "unix:/path/of/the/socket")]
    [InlineData("http-stream", "unix:a.sock", "must be absolute")]
    [InlineData("http-stream", "unix:/tmp/", "names a folder")]
    public void A_wrong_variable_is_named_with_what_belongs_there(string? format, string? value, string expected)
    {
        Assert.False(FnListener.TryRead(Environment(format, value), out _, out string? problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(107, true)]
    [InlineData(108, false)]
    public void A_path_has_at_most_107_bytes(int bytes, bool accepted)
    {
        string path = "/tmp/" + new string('s', bytes - "/tmp/".Length);

        Assert.Equal(
            accepted,
            FnListener.TryRead(
                Environment("http-stream", "unix:" + path),
                out FnListener? listener,
                out string? problem
            )
        );
        Assert.Equal(accepted ? path : null, listener?.SocketPath);
        Assert.Equal(accepted, problem is null);
    }

    [Fact]
    public void The_limit_counts_bytes_not_characters()
    {
        string path = "/tmp/" + new string('ä', 60);

        Assert.False(FnListener.TryRead(Environment("http-stream", "unix:" + path), out _, out string? problem));
        Assert.Contains("125 bytes", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/tmp/iofs/lsnr.sock")]
    [InlineData("/tmp/iofs/_lsnr.sock")]
    [InlineData("/s")]
    public void The_bound_name_is_another_one_in_the_same_folder(string awaited)
    {
        string bound = PublishedSocket.BoundPathFor(awaited);

        Assert.Equal(Path.GetDirectoryName(awaited), Path.GetDirectoryName(bound));
        Assert.NotEqual(awaited, bound);
    }

    [Theory]
    [InlineData("s")]
    [InlineData("_")]
    [InlineData("😀")]
    public void The_bound_name_is_within_the_limit_when_the_awaited_one_is(string first)
    {
        string awaited =
            "/tmp/" + first + new string('s', FnListener.MaxPathBytes - 5 - Encoding.UTF8.GetByteCount(first));

        string bound = PublishedSocket.BoundPathFor(awaited);

        Assert.InRange(Encoding.UTF8.GetByteCount(bound), 1, FnListener.MaxPathBytes);
        Assert.NotEqual(awaited, bound);
    }

    private static Dictionary<string, string> Environment(string? format, string? listener)
    {
        var environment = new Dictionary<string, string>();
        if (format is not null)
            environment["FN_FORMAT"] = format;
        if (listener is not null)
            environment["FN_LISTENER"] = listener;
        return environment;
    }
}
