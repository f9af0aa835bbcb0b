using Chantal.Content;

namespace Chantal.Rpm.Packages;

/// <summary>Reads the <c>package</c> elements of <c>filelists.xml</c>.</summary>
internal static class FileList
{
    /// <summary>The package's files that are among the wanted ones.</summary>
    /// <param name="element">The element.</param>
    /// <param name="name">What errors call the list.</param>
    /// <param name="wanted">Paths.</param>
    public static IReadOnlyList<string> Read(ReadOnlySpan<byte> element, string name, IReadOnlySet<string> wanted)
    {
        var found = new List<string>();
        try
        {
            var xml = new XmlSlice(element);
            var isFile = false;
            XmlToken token;
            while ((token = xml.Read()) != XmlToken.None)
            {
                isFile = token == XmlToken.Start ? xml.Name.SequenceEqual("file"u8) : isFile;
                if (token == XmlToken.Text && isFile && XmlSlice.Decode(xml.Text) is var path && wanted.Contains(path))
                {
                    found.Add(path);
                }
            }
        }
        catch (FormatException exception)
        {
            throw RpmPackageDiagnostics.ListMalformed(name, exception.Message, exception);
        }

        return found;
    }
}
