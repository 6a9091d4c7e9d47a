using System.Net;
using System.Text;
using Dispatcher.Oci.Ports;
using Dispatcher.Oci.Wire;

namespace Dispatcher.Runtime.Tests.Wire;

/// <summary>What is made of a listing's page that is not as documented.</summary>
public sealed class ObjectDocumentTests
{
    [Theory]
    [InlineData("""{"objects":[{"name":"a"}]}""", "a")]
    [InlineData("""{"prefixes":["x"],"objects":[{"name":"a"},{"name":"b"}],"nextStartWith":"c"}""", "a b → c")]
    [InlineData("""{"objects":[],"nextStartWith":""}""", "")]
    [InlineData("""{"objects":[],"nextStartWith":7}""", "")]
    [InlineData("""{"objects":[{"etag":"e","name":"a","more":{"deep":[1]}}],"more":[{}]}""", "a(e)")]
    [InlineData("""{"objects":[{"name":"a","etag":7}]}""", "a")]
    [InlineData("""{"objects":[{"name":"a","etag":null,"size":1.5}]}""", "a")]
    [InlineData("""{"objects":[{"name":"a","size":18446744073709551616}]}""", "a")]
    [InlineData("""{"objects":[{"name":"a","size":{"n":1},"timeModified":[1]}]}""", "a")]
    [InlineData("""{"objects":[{"name":"a","size":12}]}""", "a 12")]
    [InlineData("""{"objects":[{"name":"x"},7]}""", null)]
    [InlineData("""{"objects":[{"name":""}]}""", null)]
    [InlineData("""{"objects":[{"etag":"e"}]}""", null)]
    [InlineData("""{"objects":[{"name":"\ud800"}]}""", null)] // half a surrogate pair
    [InlineData("""{"objects":{"name":"a"}}""", null)]
    [InlineData("""{"objects":null}""", null)]
    [InlineData("""[{"name":"a"}]""", null)]
    [InlineData("""{"objects":[{"name":"a"}]""", null)]
    [InlineData("""{"objects":[{"name":"a"}]} x""", null)]
    [InlineData("""{"objects":[{"name":"a"}]} {}""", null)]
    [InlineData("{}", null)]
    [InlineData("", null)]
    [InlineData("<html>", null)]
    [InlineData("""{"objects":[{"name":"a"}],"objects":[{"name":"b"}]}""", "b")]
    public void A_member_of_another_shape_is_missing_and_an_object_without_a_name_is_no_listing(
        string body,
        string? expected
    )
    {
        ObjectPage? page = Page(body);

        Assert.Equal(
            expected,
            page is null
                ? null
                : string.Join(
                    ' ',
                    page.Objects.Select(one => one.Name + (one.ETag is null ? "" : $"({one.ETag})") + Size(one))
                ) + (page.NextStart is null ? "" : $" → {page.NextStart}")
        );
    }

    [Theory]
    [InlineData("2026-11-29T08:00:00Z", "2026-11-29T08:00:00.0000000+00:00")]
    [InlineData("2026-11-29T08:00:00.123Z", "2026-11-29T08:00:00.1230000+00:00")]
    [InlineData("2026-11-29T08:00:00.123000+00:00", "2026-11-29T08:00:00.1230000+00:00")]
    [InlineData("2026-11-29T09:00:00+01:00", "2026-11-29T08:00:00.0000000+00:00")]
    [InlineData("2026-11-29T08:00:00", "2026-11-29T08:00:00.0000000+00:00")] // UTC where no zone is given
    [InlineData("yesterdayZ", null)]
    public void Times_are_read_in_every_form_that_services_write(string text, string? expected) =>
        Assert.Equal(
            expected,
            Page($$"""{"objects":[{"name":"a","timeModified":"{{text}}"}]}""")!.Objects[0].TimeModified?.ToString("o")
        );

    private static string Size(ObjectSummary one) => one.Size is { } size ? $" {size}" : "";

    private static ObjectPage? Page(string body)
    {
        using var response = new HttpResponseMessage();
        return ObjectDocument.Page(new OciAnswer(HttpStatusCode.OK, Encoding.UTF8.GetBytes(body), response.Headers));
    }
}
