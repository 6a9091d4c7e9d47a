namespace Dispatcher.Matching.Index;

/// <summary>Finds which of many texts a name begins with. One pass over the name, as far as the longest text, whatever
/// their number.</summary>
/// <remarks>A text is known by its hash of 64 bits only: a name with the same hash is a candidate too many, which the
/// pattern refuses.</remarks>
internal sealed class PrefixHash
{
    private const ulong Seed = 0xCBF29CE484222325,
        Factor = 0x9E3779B97F4A7C15;

    // So many bits for each text, one of them set: a beginning that is no text finds another's bit one time in as many.
    private const int BitsEach = 16;

    private readonly Entry[] entries;

    // Nearly all beginnings of a name are no text. The bits tell so from a few kilobytes, where the entries of many
    // texts are far away.
    private readonly ulong[] bits;

    // By length: whether a text has it.
    private readonly bool[] lengths;

    /// <summary>The table of some texts, each with what it stands for, a number that is not negative.</summary>
    public PrefixHash(Dictionary<string, int> texts)
    {
        int size = 16;
        while (size < 2 * texts.Count)
            size *= 2;
        entries = new Entry[size];
        bits = new ulong[size * BitsEach / 2 / 64];
        lengths = new bool[texts.Count == 0 ? 0 : texts.Keys.Max(text => text.Length) + 1];
        foreach ((string text, int value) in texts)
        {
            lengths[text.Length] = true;
            ulong hash = Hash(text);
            bits[Word(hash)] |= Bit(hash);
            int at = Slot(hash);
            while (entries[at].ValueAndOne != 0)
                at = (at + 1) & (size - 1);
            entries[at] = new Entry(hash, value + 1);
        }
    }

    /// <summary>The values of the texts that the name begins with, for one <see cref="Finding"/> after the
    /// other.</summary>
    public Finding In(string name) => new(this, name);

    private static ulong Hash(ReadOnlySpan<char> text)
    {
        ulong hash = Seed;
        foreach (char c in text)
            hash = Add(hash, c);
        return hash;
    }

    private static ulong Add(ulong hash, char c) => (hash ^ c) * Factor;

    private bool MayHave(ulong hash) => (bits[Word(hash)] & Bit(hash)) != 0;

    private int Word(ulong hash) => (int)(hash >> 38) & (bits.Length - 1);

    private static ulong Bit(ulong hash) => 1UL << (int)(hash >> 32);

    private int Slot(ulong hash) => (int)(hash >> 32) & (entries.Length - 1);

    private readonly record struct Entry(ulong Hash, int ValueAndOne);

    /// <summary>A search under way.</summary>
    public struct Finding(PrefixHash table, string name)
    {
        private ulong hash = Seed;
        private int length;
        private int slot = -1;

        /// <summary>The last value found.</summary>
        public int Current { get; private set; }

        /// <summary>Goes on to the next.</summary>
        public bool MoveNext()
        {
            while (true)
            {
                if (slot >= 0)
                {
                    Entry entry = table.entries[slot];
                    slot = entry.ValueAndOne == 0 ? -1 : (slot + 1) & (table.entries.Length - 1);
                    if (slot < 0 || entry.Hash != hash)
                        continue;
                    Current = entry.ValueAndOne - 1;
                    return true;
                }

                if (length >= name.Length || length + 1 >= table.lengths.Length)
                    return false;
                hash = Add(hash, name[length++]);
                if (table.lengths[length] && table.MayHave(hash))
                    slot = table.Slot(hash);
            }
        }
    }
}
