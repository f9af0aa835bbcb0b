using System.Xml;
using Chantal.Content;
using Chantal.Rpm.Packages;
using Chantal.Rpm.Roots;
using XmlSpace = Chantal.Content.XmlSpace;

namespace Chantal.Rpm.Rewriting;

/// <summary>Thins SUSE's <c>appdata</c>, a list of AppStream's: an application goes with the last of its packages. One that names no package stays.</summary>
internal static class AppDataRewriter
{
    /// <summary>The name of the list's elements; null: a list of another kind, which is copied.</summary>
    /// <param name="content">Upstream's list, unpacked.</param>
    /// <param name="name">What errors call it.</param>
    public static string? ElementOf(Stream content, string name)
    {
        try
        {
            using var xml = new BoundedXml(content, long.MaxValue, ignoresDtd: true);
            return xml.Children().FirstOrDefault() switch
            {
                "components" => "component",
                "applications" => "application",
                _ => null,
            };
        }
        catch (XmlException exception)
        {
            throw RpmPackageDiagnostics.ListMalformed(name, exception.Message, exception);
        }
    }

    /// <summary>Copies the applications whose packages the repository has.</summary>
    /// <param name="content">Upstream's list, unpacked.</param>
    /// <param name="element">The elements' name.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="isKept">Whether the repository has a package of a name.</param>
    /// <param name="output">Takes the list.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static void Copy(Stream content, string element, string name, Func<string, bool> isKept, Stream output, CancellationToken cancellation)
    {
        using var elements = new ElementSplitter(content, element, name);
        output.Write(elements.Head.Span);
        while (elements.Next() is { IsEmpty: false } next)
        {
            cancellation.ThrowIfCancellationRequested();
            var packages = PackagesOf(next.Span, name);
            if (packages.Count == 0 || packages.Any(isKept))
            {
                output.Write(next.Span);
                output.WriteByte((byte)'\n');
            }
        }

        output.Write(elements.Tail().Span);
    }

    private static List<string> PackagesOf(ReadOnlySpan<byte> element, string name)
    {
        try
        {
            var packages = new List<string>();
            var xml = new XmlSlice(element);
            for (XmlToken token; (token = xml.Read()) != XmlToken.None;)
            {
                if (token == XmlToken.Start && xml.Depth == 2 && xml.Name.SequenceEqual("pkgname"u8) && xml.Read() == XmlToken.Text)
                {
                    packages.Add(XmlSlice.Decode(XmlSpace.Trim(xml.Text)));
                }
            }

            return packages;
        }
        catch (FormatException exception)
        {
            throw RpmPackageDiagnostics.ListMalformed(name, exception.Message, exception);
        }
    }
}
