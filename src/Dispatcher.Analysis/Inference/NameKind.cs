using System.Collections.Immutable;

namespace Dispatcher.Analysis.Inference;

/// <summary>How a field of a kind is described.</summary>
internal enum FieldForm
{
    /// <summary>Piece by piece: every name has the same pieces there.</summary>
    Pieces,

    /// <summary>As one text of these characters.</summary>
    Text,

    /// <summary>As any number of folders; a name may have none.</summary>
    Folders,
}

/// <summary>Object names that one route is to take.</summary>
/// <param name="Rows">The names; at least one.</param>
/// <param name="Forms">How each field is described.</param>
internal sealed record NameKind(ImmutableArray<NameRow> Rows, ImmutableArray<FieldForm> Forms)
{
    /// <summary>With fewer names, a word that they share may be shared by accident.</summary>
    public const int Supported = 5;

    /// <summary>The number of fields, without the extension.</summary>
    public int Fields => Forms.Length;

    /// <summary>The extensions, in ordinal order.</summary>
    public ImmutableArray<string> Extensions =>
        [.. Rows.Select(row => row.Extension).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>A kind of names that all have the same shape.</summary>
    public static NameKind Of(IEnumerable<NameRow> rows)
    {
        ImmutableArray<NameRow> all = [.. rows];
        return new NameKind(all, [.. all[0].Fields.Select(_ => FieldForm.Pieces)]);
    }

    /// <summary>What stands in a piece of a field described by pieces, name by name.</summary>
    public IEnumerable<NameToken> Column(int field, int piece) => Rows.Select(row => row.Fields[field][piece]);

    /// <summary>The kind of a piece over all names.</summary>
    public NameTokenKind KindOf(int field, int piece)
    {
        NameTokenKind first = Rows[0].Fields[field][piece].Kind;
        return Column(field, piece).All(token => token.Kind == first) ? first : NameTokenKind.Mixed;
    }

    /// <summary>The word that stands in a piece of every name, or null.</summary>
    public string? WordOf(int field, int piece)
    {
        NameToken first = Rows[0].Fields[field][piece];
        return first.Kind == NameTokenKind.Word && Column(field, piece).All(token => token == first)
            ? first.Text
            : null;
    }

    /// <summary>Equal for fields that are described in the same way: the same words at the same places, and pieces of
    /// the same kinds.</summary>
    public string Outline(int field)
    {
        switch (Forms[field])
        {
            case FieldForm.Text:
                return "\x10";
            case FieldForm.Folders:
                return "\x11";
            case FieldForm.Pieces:
                return string.Concat(
                    Rows[0]
                        .Fields[field]
                        .Select(
                            (token, piece) =>
                                token.Kind is NameTokenKind.Separator or NameTokenKind.Key
                                    ? token.Text
                                    : WordOf(field, piece) ?? ((char)(1 + (int)KindOf(field, piece))).ToString()
                        )
                );
        }

        throw new InvalidOperationException("A form of a field is missing here.");
    }

    /// <summary>Whether a field may be described as one text: nothing in it is a date or a UUID, and no word is shared
    /// by so many names that it must be meant.</summary>
    public bool IsLoose(int field)
    {
        if (Forms[field] == FieldForm.Text)
            return true;
        if (Forms[field] == FieldForm.Folders || Rows[0].Fields[field].IsEmpty)
            return false;
        ImmutableArray<NameToken> pieces = Rows[0].Fields[field];
        for (int piece = 0; piece < pieces.Length; piece++)
        {
            NameTokenKind kind = KindOf(field, piece);
            if (kind is NameTokenKind.Uuid or NameTokenKind.Key)
                return false;
            if (Rows.Length >= Supported && WordOf(field, piece) is not null)
                return false;
            if (kind == NameTokenKind.Number && Column(field, piece).All(token => token.Text.Length is 4 or 8 or 14))
                return false;
        }

        return true;
    }

    /// <summary>Whether a name has letters in a field.</summary>
    public bool HasLetters(int field) =>
        Rows.Any(row => row.Fields[field].Any(token => token.Kind is NameTokenKind.Word or NameTokenKind.Mixed));
}
