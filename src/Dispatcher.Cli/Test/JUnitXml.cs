using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;
using Dispatcher.Analysis.RouteTests;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.Test;

/// <summary>Writes test results as JUnit XML: a suite for each file, a case for each test, with the elements and
/// attributes of the schema that Jenkins uses (junit-10.xsd).</summary>
internal static class JUnitXml
{
    /// <summary>Writes the document.</summary>
    public static void Write(Stream stream, ImmutableArray<RouteTestResult> results)
    {
        using var xml = XmlWriter.Create(
            stream,
            new XmlWriterSettings
            {
                Indent = true,
                NewLineChars = "\n",
                Encoding = new UTF8Encoding(false),
            }
        );
        xml.WriteStartElement("testsuites");
        WriteCounts(xml, results);
        foreach (
            IGrouping<string, RouteTestResult> file in results.GroupBy(
                result => result.Position.File,
                StringComparer.Ordinal
            )
        )
        {
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", Quote.Whole(file.Key));
            WriteCounts(xml, [.. file]);
            foreach (RouteTestResult result in file)
                WriteCase(xml, result);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter xml, IReadOnlyCollection<RouteTestResult> results)
    {
        xml.WriteAttributeString("tests", results.Count.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString(
            "failures",
            results.Count(result => !result.Passed).ToString(CultureInfo.InvariantCulture)
        );
        xml.WriteAttributeString("errors", "0"); // Routes that do not load have no tests that could run.
    }

    private static void WriteCase(XmlWriter xml, RouteTestResult result)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Quote.Whole(result.Route));
        // XML has no way to write control characters, half of a pair or U+FFFE; the quoted form has none of them.
        xml.WriteAttributeString("name", $"{Quote.Line(result.Object)} (line {result.Position.Line})");
        if (!result.Passed)
        {
            xml.WriteStartElement("failure");
            string[] lines = [.. result.Message.Split('\n').Select(Quote.Line)];
            xml.WriteAttributeString("message", lines[0]);
            xml.WriteString($"{result.Position}\n{string.Join('\n', lines)}");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }
}
