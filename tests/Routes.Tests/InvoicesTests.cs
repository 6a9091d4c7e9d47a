using Dispatcher.Routes;
using Dispatcher.Testing;

namespace Routes.Tests;

/// <summary>The invoices scenario, the job that the project started from, held against <c>routes/</c>.</summary>
public sealed class InvoicesTests
{
    private const string EventType = "com.oraclecloud.objectstorage.createobject";

    private static readonly ConfiguredRoutes Landing = RouteSet
        .FromDirectory("routes")
        .With(
            ("workspace_id", "ocid1.disworkspace.oc1..w"),
            ("application_key", "A"),
            ("connection_key", "C"),
            ("invoices_task_key", "flatten-task")
        );

    private static readonly string Event = Data("invoices-event.json");

    [Theory]
    [InlineData(EventType)]
    [InlineData("com.oraclecloud.objectstorage.updateobject")]
    public void A_document_that_lands_starts_the_flattening_with_these_bindings(string eventType) =>
        Landing
            .When(ObjectEvent.FromJson(Event.Replace(EventType, eventType, StringComparison.Ordinal)))
            .Starts("invoices")
            .InWorkspace("ocid1.disworkspace.oc1..w")
            .InApplication("A")
            .WithTaskKey("flatten-task")
            .WithBindings(Data("invoices-bindings.json"));

    [Fact]
    public void The_request_is_this_one_field_for_field() =>
        Landing.When(ObjectEvent.FromJson(Event)).Starts("invoices").WithRequest(Data("invoices-request.json"));

    [Fact]
    public void The_same_object_version_delivered_again_is_the_same_run() =>
        Assert.Equal(
            Landing.When(ObjectEvent.FromJson(Event)).Starts("invoices").Request.RetryToken,
            Landing
                .When(ObjectEvent.FromJson(Event.Replace("unique_ID", "another", StringComparison.Ordinal)))
                .Starts("invoices")
                .Request.RetryToken
        );

    [Theory]
    [InlineData("invoices/readme.txt")]
    [InlineData("invoices/2022-08-12-documents.jsonlines.tmp")]
    [InlineData("invoices/2022-08-12-documents.jsonlines\n")]
    [InlineData("invoices/.jsonlines")]
    [InlineData("invoices/a b.jsonlines")]
    [InlineData("invoices/ä.jsonlines")]
    [InlineData("old/invoices/a.jsonlines")]
    public void Other_objects_of_the_bucket_start_nothing(string name) =>
        Landing.When(ObjectEvent.Created(name, bucket: "landing-area")).StartsNothing();

    private static string Data(string name) => File.ReadAllText(Path.Join(AppContext.BaseDirectory, "Data", name));
}
