using System.Collections;
using Dispatcher.Function;

// The process: configuration in, host up, one event in, one response out. `health` instead asks the one that runs.
Dictionary<string, string> environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);
return await Composition.RunAsync(args, environment).ConfigureAwait(false);
