using System.Collections.Immutable;
using Dispatcher.Patterns;

namespace Dispatcher.Analysis.Images;

/// <summary>A name that may have made a text, and the configuration with which it would.</summary>
internal sealed record Origin(string Name, ImmutableSortedDictionary<string, string> Settings);

/// <summary>Goes back from a written text to the names that may have made it.</summary>
internal static class Origins
{
    private const int MostNames = 24;

    /// <summary>Names to try, likely ones first; the function has to say which of them are right.</summary>
    /// <param name="way">How the text depends on the name.</param>
    /// <param name="written">The written name.</param>
    /// <param name="bucket">The bucket; null for any.</param>
    /// <param name="tries">Chooses what the text does not tell.</param>
    public static IEnumerable<Origin> Of(WriteWay way, string written, string? bucket, NameTries tries)
    {
        if (PartTexts.Values(way.Objects, way.Object, written) is not { } values)
            return [];
        return Of(way, values, bucket, tries);
    }

    /// <summary>The same from the texts of the pieces.</summary>
    public static IEnumerable<Origin> Of(WriteWay way, string[] values, string? bucket, NameTries tries)
    {
        var parts = new Dictionary<int, string>();
        var settings = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (
            way is { Bucket: { } pieces }
            && bucket is not null
            && PartTexts.Values(PartTexts.Grouped(way.Name, pieces), pieces, bucket) is { } bucketValues
        )
            Assign(way.Name, pieces, bucketValues, parts, settings);
        Assign(way.Name, way.Object, values, parts, settings);
        ImmutableSortedDictionary<string, string> known = settings.ToImmutable();
        return tries.Names(way.Name, parts).Take(MostNames).Select(name => new Origin(name, known));
    }

    private static void Assign(
        Skeleton name,
        ImmutableArray<Piece> pieces,
        string[] values,
        Dictionary<int, string> parts,
        ImmutableSortedDictionary<string, string>.Builder settings
    )
    {
        for (int i = 0; i < pieces.Length; i++)
        {
            switch (pieces[i])
            {
                case Piece.Setting setting:
                    settings[setting.Key] = values[i];
                    break;
                case Piece.Copy { Map: LetterMap.Same } copy:
                    parts[copy.Part] = values[i];
                    break;
                case Piece.Copy copy:
                    var part = Pattern.Of(Languages.Map(name.Parts[copy.Part].Language, c => c), "");
                    if (
                        new[] { values[i], values[i].ToLowerInvariant(), values[i].ToUpperInvariant() }.FirstOrDefault(
                            text => part.IsMatch(text) && copy.Map.Of(text) == values[i]
                        ) is
                        { } origin
                    )
                        parts.TryAdd(copy.Part, origin);
                    break;
                case Piece.Text or Piece.Derived:
                    break;
            }
        }
    }
}
