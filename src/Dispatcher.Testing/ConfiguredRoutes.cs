using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Testing;

/// <summary>A route set under a function configuration.</summary>
public sealed class ConfiguredRoutes
{
    private readonly DispatchPlanner planner;
    private readonly Configuration configuration;

    internal ConfiguredRoutes(RouteSet routes)
        : this(DispatchPlanner.For(routes), Configuration.Empty) { }

    private ConfiguredRoutes(DispatchPlanner planner, Configuration configuration) =>
        (this.planner, this.configuration) = (planner, configuration);

    /// <summary>The routes under this configuration as well; of a key that was given before, the new value.</summary>
    /// <exception cref="ArgumentException">Templates cannot see a key of this name.</exception>
    public ConfiguredRoutes With(params (string Key, string Value)[] configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Configuration all = Settings.Add(this.configuration, configuration);
        return new ConfiguredRoutes(
            planner.Set.AsksConfiguration ? DispatchPlanner.For(planner.Set.Under(all)) : planner,
            all
        );
    }

    /// <summary>What the routes do with an event.</summary>
    public DryRun When(ObjectEvent objectEvent)
    {
        ArgumentNullException.ThrowIfNull(objectEvent);
        return new DryRun(planner, configuration, objectEvent);
    }

    /// <summary>What the routes do with several objects together: the runs of the groups that they make.</summary>
    /// <param name="objectEvents">An event for each object, in any order.</param>
    public GroupDryRun WhenAll(params ObjectEvent[] objectEvents)
    {
        ArgumentNullException.ThrowIfNull(objectEvents);
        return new GroupDryRun(planner, configuration, objectEvents);
    }
}
