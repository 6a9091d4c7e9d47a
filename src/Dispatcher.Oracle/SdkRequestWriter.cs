using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Dispatcher.Oci.Wire;
using Oci.Common;
using Oci.Common.Http;
using Oci.Common.Utils;

namespace Dispatcher.Oracle;

/// <summary>Writes a request of the SDK. Its attributes say where each member goes, and under which name.</summary>
/// <remarks>
/// It replaces the SDK's <see cref="Converter"/> for two reasons. The converter escapes a path through
/// <see cref="Uri"/>, which removes a segment of dots only, so the request would name another object. And it reads
/// paths and headers through <c>dynamic</c>: this loads the C# binder, which costs about 90 ms at a cold start and
/// about 20 MB in every process. The smallest function does not have so much memory left.
/// </remarks>
internal static class SdkRequestWriter
{
    /// <summary>Writes path, query and headers; the caller writes the body.</summary>
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
