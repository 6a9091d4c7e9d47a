using Dispatcher.Function;

// Reads the configuration and starts the host, which answers each event with one response. `health` checks the running
// process instead.
return await Composition.RunAsync(args, Composition.ProcessEnvironment()).ConfigureAwait(false);
