using Dispatcher.Function;

// The process: configuration in, host up, one event in, one response out. `health` instead asks the one that runs.
return await Composition.RunAsync(args, Composition.ProcessEnvironment()).ConfigureAwait(false);
