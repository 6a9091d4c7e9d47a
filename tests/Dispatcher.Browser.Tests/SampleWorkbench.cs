namespace Dispatcher.Browser.Tests;

/// <summary>Over the routes of the repository, with the command that the README names.</summary>
public sealed class SampleWorkbench()
    : TheWorkbench(Repository, "workbench", "--no-open", "--config-file", "samples/local.config");
