using Dispatcher.Routes;

namespace Dispatcher.Testing;

/// <summary>Begins a dry run over a route set.</summary>
public static class RouteSetDryRuns
{
    /// <summary>The routes under a function configuration: what templates see as <c>config.KEY</c>.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="configuration">The keys and their values.</param>
    /// <exception cref="ArgumentException">Templates cannot see a key of this name.</exception>
    public static ConfiguredRoutes With(this RouteSet routes, params (string Key, string Value)[] configuration) =>
        new ConfiguredRoutes(routes).With(configuration);

    /// <summary>What the routes do with an event, without any configuration.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="objectEvent">The event.</param>
    public static DryRun When(this RouteSet routes, ObjectEvent objectEvent) =>
        new ConfiguredRoutes(routes).When(objectEvent);

    /// <summary>What the routes do with several objects together, without any configuration.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="objectEvents">An event for each object, in any order.</param>
    public static GroupDryRun WhenAll(this RouteSet routes, params ObjectEvent[] objectEvents) =>
        new ConfiguredRoutes(routes).WhenAll(objectEvents);
}
