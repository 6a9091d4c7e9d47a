using System.Collections.Immutable;

namespace Dispatcher.Analysis.RouteTests;

/// <summary>A route test to add: it passes with the routes as they are, and its author has to decide whether that is
/// right.</summary>
/// <param name="Object">The object's name.</param>
/// <param name="Bucket">The bucket, where the test has to say it.</param>
/// <param name="Namespace">The namespace, where the test has to say it.</param>
/// <param name="Configuration">The configuration keys that the routes which fire need, and a value for each.</param>
/// <param name="Routes">The routes that fire; empty for a near miss.</param>
/// <param name="Bindings">What its own route binds as <c>simpleValue</c>: parameter and JSON.</param>
public sealed record SuggestedTest(
    string Object,
    string? Bucket,
    string? Namespace,
    ImmutableArray<KeyValuePair<string, string>> Configuration,
    ImmutableArray<string> Routes,
    ImmutableArray<KeyValuePair<string, string>> Bindings
);
