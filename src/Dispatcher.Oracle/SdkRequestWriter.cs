using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Dispatcher.Oci.Wire;
using Oci.Common;
using Oci.Common.Http;
using Oci.Common.Utils;

namespace Dispatcher.Oracle;

/// <summary>Writes a request of the SDK as its attributes say: which member goes where, under which name.</summary>
/// <remarks>
/// In place of the SDK's <see cref="Converter"/>, for two reasons. It escapes a path through <see cref="Uri"/>, which takes
/// a segment away that is nothing but dots, and so would name another object. And it reads paths and headers through
/// <c>dynamic</c>: the C# binder that this loads costs a cold start some 90 ms and every process some 20 MB, more than
/// the smallest function has to spare.
/// </remarks>
internal static class SdkRequestWriter
{
    /// <summary>Writes path, query and headers; the body is the caller's.</summary>
    /// <param name="method">The operation's method.</param>
    /// <param name="path">The operation's path, with its parameters in braces.</param>
    /// <param name="request">The SDK's request, filled in.</param>
    public static OciRequest Write<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        HttpMethod method,
        string path,
        T request
    )
        where T : IOciRequest
    {
        string query = "";
        string? contentType = null;
        var headers = new List<(string, string)>();
        foreach ((PropertyInfo member, HttpConverterAttribute place) in Of<T>.Members)
        {
            if (member.GetValue(request) is not { } value)
                continue;
            switch (place.Target)
            {
                case TargetEnum.Path:
                    path = path.Replace($"{{{place.Name}}}", OciPath.Segment((string)value), StringComparison.Ordinal);
                    break;
                case TargetEnum.Query:
                    query +=
                        (query.Length == 0 ? '?' : '&')
                        + HttpUtils.EncodeQueryParam(place.Name, value, place.CollectionFormat);
                    break;
                case TargetEnum.Header when place.Name == "Content-Type":
                    contentType = (string)value;
                    break;
                case TargetEnum.Header:
                    headers.Add((place.Name, (string)value));
                    break;
                case TargetEnum.Body:
                    break;
            }
        }

        string operation = typeof(T).Name[..^"Request".Length];
        var written = new OciRequest(operation, method, path + query) { Headers = [.. headers] };
        return contentType is null ? written : written with { ContentType = contentType };
    }

    private static class Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>
    {
        public static readonly (PropertyInfo, HttpConverterAttribute)[] Members =
        [
            .. typeof(T)
                .GetProperties()
                .Select(member => (member, member.GetCustomAttribute<HttpConverterAttribute>()))
                .Where(member => member.Item2 is not null)
                .Select(member => (member.member, member.Item2!)),
        ];
    }
}
