using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Oci;
using Dispatcher.Oci.Clients;

namespace Dispatcher.Cli.Input;

/// <summary>The options of every command that asks a service: as whom, and where.</summary>
internal sealed class ServiceOptions
{
    /// <summary>What to know before a command is tried that asks a service.</summary>
    public const string Needs = "It needs an OCI config file, or another `--auth`. " + WithoutOne;

    private const string WithoutOne =
        "Without a tenancy, `dispatcher local` runs these services, and prints the options that lead there.";

    private const string DataIntegrationKey = "DISPATCHER_DATA_INTEGRATION_ENDPOINT",
        ObjectStorageKey = "DISPATCHER_OBJECT_STORAGE_ENDPOINT";

    // What the clients look at; the rest of the environment is not for them.
    private static readonly string[] Variables =
    [
        "HOME",
        "OCI_CONFIG_FILE",
        "OCI_DEFAULT_REALM",
        "OCI_REGION_METADATA",
        "OCI_RESOURCE_PRINCIPAL_VERSION",
        "OCI_RESOURCE_PRINCIPAL_REGION",
        "OCI_RESOURCE_PRINCIPAL_RPST",
        "OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM",
        "OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM_PASSPHRASE",
        "OCI_METADATA_BASE_URL",
        "OCI_SDK_AUTH_CLIENT_REGION_URL",
    ];

    private readonly Option<string> auth = new("--auth")
    {
        Description =
            "Who signs: a profile of the OCI config file (an API key or a session token), "
            + "the compute instance this runs on, or a resource principal.",
        HelpName = string.Join('|', OciAuthentications.Words.All),
        DefaultValueFactory = _ => OciAuthentication.ConfigFile.Word(),
    };

    private readonly Option<string?> file = new("--oci-config")
    {
        Description =
            "The OCI config file; what OCI_CONFIG_FILE names, else ~/.oci/config, when left out. "
            + "`dispatcher local` makes one for the services that it runs.",
        HelpName = "file",
    };

    private readonly Option<string?> profile = new("--profile")
    {
        Description = "The profile in it; what OCI_CLI_PROFILE names, else DEFAULT, when left out.",
        HelpName = "name",
    };

    private readonly Option<string?> region = new("--region")
    {
        Description = "The region, instead of the profile's.",
        HelpName = "name",
    };

    private ServiceOptions() => auth.AcceptOnlyFromAmong([.. OciAuthentications.Words.All]);

    public static ServiceOptions AddTo(Command command)
    {
        var options = new ServiceOptions();
        foreach (Option option in (ReadOnlySpan<Option>)[options.auth, options.file, options.profile, options.region])
            command.Add(option);
        return options;
    }

    /// <summary>Makes the clients. What is wrong is on standard error when this returns false, and the exit code is
    /// <see cref="ExitCode.Usage"/>.</summary>
    public bool TryConnect(
        Terminal terminal,
        ParseResult parsed,
        ConfigurationInput configuration,
        [NotNullWhen(true)] out OciClients? clients
    )
    {
        var settings = new OciClientSettings
        {
            Environment = Variables
                .Select(name => KeyValuePair.Create(name, terminal.Variable(name)))
                .Where(pair => pair.Value is not null)
                .ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal),
            Authentication = OciAuthentications.Words.Find(parsed.GetValue(auth)) ?? OciAuthentication.ConfigFile,
            ConfigFile = parsed.GetValue(file) is { } path
                ? (path.StartsWith('~') ? path : terminal.Absolute(path))
                : null,
            Profile = parsed.GetValue(profile)
                ?? (terminal.Variable("OCI_CLI_PROFILE") is { Length: > 0 } named ? named : "DEFAULT"),
            Region = parsed.GetValue(region),
            DataIntegrationEndpoint = Endpoint(DataIntegrationKey),
            ObjectStorageEndpoint = Endpoint(ObjectStorageKey),
            AttemptTimeout = TimeSpan.FromSeconds(60), // A person is waiting, not a platform.
        };
        if (OciClients.TryCreate(settings, out clients, out string? problem))
            return true;
        terminal.Error.WriteLine($"error: {Quote.Line(problem)}");
        if (settings.Authentication == OciAuthentication.ConfigFile)
            terminal.Error.WriteLine("`--oci-config FILE` and `--profile NAME` lead to another one. " + WithoutOne);
        return false;

        // The function's own keys, so that one configuration file leads both to the same place.
        string? Endpoint(string key) =>
            configuration.Pairs.FirstOrDefault(pair => pair.Key == key).Value ?? terminal.Variable(key);
    }
}
