using System.Collections.Concurrent;

namespace Dispatcher.Emulator.Identity;

/// <summary>The keys whose signatures are accepted: API keys, and the keys of sessions by their token.</summary>
internal sealed class KeyRing(TimeProvider time) : IDisposable
{
    private const string SessionPrefix = "ST$";
    private readonly ConcurrentDictionary<string, PublicKey> apiKeys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Session> sessions = new(StringComparer.Ordinal);

    public void AddApiKey(string keyId, PublicKey key) => apiKeys[keyId] = key;

    public void AddSession(string token, PublicKey key, DateTimeOffset expires)
    {
        // Remove sessions that ended long ago; otherwise they accumulate while a token is renewed for days.
        foreach ((string old, Session session) in sessions)
        {
            if (session.Expires < time.GetUtcNow())
                sessions.TryRemove(old, out _);
        }

        sessions[token] = new(key, expires);
    }

    /// <summary>Revokes every token issued so far.</summary>
    public void RevokeSessions() => sessions.Clear();

    /// <summary>Finds the key of a <c>keyId</c>.</summary>
    /// <returns>The reason why it is not accepted, or null.</returns>
    public string? Find(string keyId, out PublicKey? key)
    {
        if (!keyId.StartsWith(SessionPrefix, StringComparison.Ordinal))
            return apiKeys.TryGetValue(keyId, out key) ? null : "the API key is unknown";

        // A token is accepted only if it equals a token that was issued here. So it cannot have been changed.
        key = null;
        if (!sessions.TryGetValue(keyId[SessionPrefix.Length..], out Session? session))
            return "the token was not issued here, or was revoked";
        if (session.Expires <= time.GetUtcNow())
            return "the token has expired";
        key = session.Key;
        return null;
    }

    public void Dispose()
    {
        foreach (PublicKey key in apiKeys.Values.Concat(sessions.Values.Select(session => session.Key)))
            key.Dispose();
    }

    private sealed record Session(PublicKey Key, DateTimeOffset Expires);
}
