using System.Text;
using System.Text.Json;
using Dispatcher.Diagnostics;

namespace Dispatcher.Core.Tests.Diagnostics;

/// <summary>What untrusted text becomes in a message, and in JSON that is shown.</summary>
public sealed class QuoteTests
{
    [Theory]
    [InlineData("plain é 😀 ## [x]", "plain é 😀 ## [x]")]
    [InlineData("a\u001b[2J\u0085b", "a<U+001B>[2J<U+0085>b")]
    [InlineData("a\u202eb\u2028c\ufeff\u00ad", "a<U+202E>b<U+2028>c<U+FEFF><U+00AD>")]
    [InlineData("tag \U000E0041", "tag <U+E0041>")]
    [InlineData("x\ufffe\uffff\ufdd0", "x<U+FFFE><U+FFFF><U+FDD0>")]
    [InlineData("##[error]x ###[a]", "#<U+0023>[error]x ##<U+0023>[a]")]
    [InlineData("::error::x", "<U+003A>:error::x")]
    [InlineData(" ::error::x", " <U+003A>:error::x")]
    [InlineData("a::b", "a::b")]
    [InlineData("Mu\u0308ller, Müller", "Mu<U+0308>ller, Müller")]
    [InlineData("e\u0302\u0301 \u1ec7", "e<U+0302><U+0301> \u1ec7")]
    [InlineData("か\u3099, が", "か<U+3099>, が")]
    [InlineData("\u1112\u1161\u11ab, 한", "\u1112<U+1161><U+11AB>, 한")]
    [InlineData("\u05e9\u05c1\u05b8 \u0e01\u0e34", "\u05e9\u05c1\u05b8 \u0e01\u0e34")] // no letter of one character
    [InlineData("a\u00a0b\u2009c\u3000\u3164\u2800", "a<U+00A0>b<U+2009>c<U+3000><U+3164><U+2800>")]
    [InlineData("\u212a, \u2126, \u212b", "<U+212A>, <U+2126>, <U+212B>")]
    public void Whole_leaves_nothing_that_acts_or_that_a_reader_cannot_see(string text, string shown)
    {
        Assert.Equal(shown, Quote.Whole(text));
        Assert.Equal(shown, Quote.Whole(shown));
    }

    // Data of a theory would be written as UTF-8, which has no halves.
    [Fact]
    public void Half_of_a_surrogate_pair_is_escaped()
    {
        Assert.Equal("a<U+D800>", Quote.Whole("a" + (char)0xD800));
        Assert.Equal("<U+DC00>b", Quote.Whole((char)0xDC00 + "b"));
        Assert.Equal("<U+D83D>😀", Quote.Whole((char)0xD83D + "😀"));
    }

    [Fact]
    public void A_cut_never_halves_a_pair()
    {
        string text = new string('x', 199) + "😀😀";

        Assert.Equal(new string('x', 199) + "…", Quote.Line(text));
        Assert.Equal("\"" + new string('x', 199) + "…\"", Quote.Value(text));
    }

    [Theory]
    [InlineData("plain é 😀")]
    [InlineData("\u202e\u2028\u0085\u007f\ufeff")]
    [InlineData("##[error]x ###[")]
    public void JSON_that_is_shown_says_the_same_without_raw_characters_that_act(string text)
    {
        byte[] json = Encoding.UTF8.GetBytes(
            $"[\"{JsonEncodedText.Encode(text, JsonFormat.Options.Encoder)}\",\"##\",[1]]"
        );

        string shown = Encoding.UTF8.GetString(JsonFormat.Shown(json));

        Assert.Equal(text, JsonDocument.Parse(shown).RootElement[0].GetString());
        Assert.DoesNotContain(Enumerable.Range(0, shown.Length), at => Quote.IsUnsafe(shown, at));
    }
}
