using System.Collections.Immutable;
using Dispatcher.Analysis.Images;
using Dispatcher.Analysis.Names;
using Dispatcher.Planning;

namespace Dispatcher.Analysis.Proofs.Writes;

/// <summary>What a route writes, for people: a row of a page or of a report.</summary>
/// <param name="Route">The route.</param>
/// <param name="Task">Its task, as it is written.</param>
/// <param name="Bucket">The bucket: its name, a template's key of the configuration, or a pattern.</param>
/// <param name="Names">The written names as patterns.</param>
/// <param name="IsGuess">Whether the route does not say so itself.</param>
/// <param name="Starts">The routes that take some of the written objects.</param>
/// <param name="IsUnknown">Whether there may be more of these: the budget ran out.</param>
internal sealed record WriteRow(
    string Route,
    string Task,
    string Bucket,
    ImmutableArray<string> Names,
    bool IsGuess,
    ImmutableArray<string> Starts,
    bool IsUnknown
)
{
    /// <summary>The rows of a route set, in its order. The configuration has no part in them, so that the same routes
    /// give the same rows.</summary>
    public static ImmutableArray<WriteRow> Of(DispatchPlanner planner, CancellationToken outOfTime) =>
        Of(planner, RouteProver.Prove(planner.Set, outOfTime), outOfTime);

    /// <summary>The same where the routes have been proved among each other already.</summary>
    public static ImmutableArray<WriteRow> Of(
        DispatchPlanner planner,
        ImmutableArray<RouteProof> proofs,
        CancellationToken outOfTime
    )
    {
        WriteProofs map = WriteProver.Map(planner, null, proofs, outOfTime);
        ILookup<WriteImage, WriteEdge> edges = map.Chain.ToLookup(edge => edge.Image);
        return
        [
            .. map.Images.Select(image => new WriteRow(
                image.Route.Name,
                image.Route.Task!.Key.Template.Text,
                BucketOf(image),
                [.. image.Ways.Select(way => way.Objects.Text).Distinct()],
                image.IsGuess,
                [.. edges[image].Where(edge => edge.Found == Decision.Yes).Select(edge => edge.Taker.Name).Distinct()],
                edges[image].Any(edge => edge.Found == Decision.Undecided)
            )),
        ];
    }

    private static string BucketOf(WriteImage image) =>
        string.Join(
            " or ",
            image
                .Ways.Select(way =>
                    way.Bucket is not { } pieces ? "any bucket"
                    : pieces.All(piece => piece is Piece.Text or Piece.Setting)
                        ? string.Concat(
                            pieces.Select(piece =>
                                piece is Piece.Setting setting ? $"config.{setting.Key}" : ((Piece.Text)piece).Value
                            )
                        )
                    : way.Buckets!.Text
                )
                .Distinct()
        );
}
