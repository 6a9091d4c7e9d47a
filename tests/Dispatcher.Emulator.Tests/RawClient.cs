using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Dispatcher.Emulator.Tests;

/// <summary>Writes requests byte by byte, for what no HTTP client lets one do.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Tenancy tenancy;
    private readonly TcpClient socket = new();

    private RawClient(Tenancy tenancy) => this.tenancy = tenancy;

    public static async Task<RawClient> ConnectAsync(Tenancy tenancy)
    {
        var client = new RawClient(tenancy);
        await client.socket.ConnectAsync("127.0.0.1", tenancy.Emulator.ObjectStorageEndpoint.Port);
        return client;
    }

    /// <summary>Sends a signed request and reads until the other side closes.</summary>
    public async Task<string> SendAsync(string method, string target)
    {
        await WriteAsync(Head(method, target) + "Connection: close\r\n\r\n");
        return await ReadToEndAsync();
    }

    /// <summary>The signed head without its empty line.</summary>
    public string Head(string method, string target)
    {
        using RSA key = Signer.Key(tenancy.Principal.KeyFile);
        string host = tenancy.Emulator.ObjectStorageEndpoint.Authority;
        string date = DateTimeOffset.UtcNow.ToString("r", CultureInfo.InvariantCulture);
        string signed = $"date: {date}\n(request-target): {method.ToLowerInvariant()} {target}\nhost: {host}";
        string signature = Convert.ToBase64String(
            key.SignData(Encoding.Latin1.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        );
        return $"{method} {target} HTTP/1.1\r\nHost: {host}\r\nDate: {date}\r\nAuthorization: Signature version=\"1\","
            + $"headers=\"date (request-target) host\",keyId=\"{tenancy.Signer.KeyId}\","
            + $"algorithm=\"rsa-sha256\",signature=\"{signature}\"\r\n";
    }

    public async Task WriteAsync(string text) => await socket.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Reads until an empty line.</summary>
    public async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (
            !head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)
            && await socket.GetStream().ReadAsync(one) > 0
        )
            head.Append((char)one[0]);
        return head.ToString();
    }

    public async Task<string> ReadToEndAsync()
    {
        var all = new MemoryStream();
        var part = new byte[4096];
        try
        {
            for (int read; (read = await socket.GetStream().ReadAsync(part)) > 0; )
                all.Write(part, 0, read);
        }
        catch (IOException)
        {
            // A connection that is torn down after the last byte is closed, too.
        }

        return Encoding.Latin1.GetString(all.ToArray());
    }

    public void Dispose() => socket.Dispose();
}
