using System.Collections;
using Dispatcher.Floor;
using Dispatcher.Function.Hosting;
using Dispatcher.Oci;
using Dispatcher.Oci.Clients;

Dictionary<string, string> environment = Environment
    .GetEnvironmentVariables()
    .Cast<DictionaryEntry>()
    .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);
if (!FnListener.TryRead(environment, out FnListener? listener, out string? problem))
    return Refuse(problem);
var settings = new OciClientSettings
{
    Environment = environment,
    DataIntegrationEndpoint = environment.GetValueOrDefault("DISPATCHER_DATA_INTEGRATION_ENDPOINT"),
};
if (!OciClients.TryCreate(settings, out OciClients? clients, out problem))
    return Refuse(problem);
using (clients)
    return await FnHost.RunAsync(new ConstantRuns(clients.TaskRuns), listener).ConfigureAwait(false);

static int Refuse(string problem)
{
    Console.Error.WriteLine(problem);
    return FnHost.WrongUsage;
}
