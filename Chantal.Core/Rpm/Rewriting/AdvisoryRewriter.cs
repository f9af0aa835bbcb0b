using Chantal.Content;
using Chantal.Rpm.Packages;

namespace Chantal.Rpm.Rewriting;

/// <summary>
/// Thins <c>updateinfo.xml</c>: an advisory names just the packages that the repository has, and goes with the last of them.
/// All else stays as upstream wrote it.
/// </summary>
internal static class AdvisoryRewriter
{
    /// <summary>Copies the advisories that still have packages; those that never had any stay.</summary>
    /// <param name="content">Upstream's list, unpacked.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="isKept">Whether the repository has a package.</param>
    /// <param name="output">Takes the list.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static void Copy(Stream content, string name, Func<Nevra, bool> isKept, Stream output, CancellationToken cancellation)
    {
        using var elements = new ElementSplitter(content, "update", name);
        output.Write(elements.Head.Span);
        while (elements.Next() is { IsEmpty: false } element)
        {
            cancellation.ThrowIfCancellationRequested();
            Copy(element, name, isKept, output);
        }

        output.Write(elements.Tail().Span);
    }

    /// <summary>Copies one advisory, if it still has packages or never had any.</summary>
    /// <param name="advisory">The element.</param>
    /// <param name="name">What errors call the list.</param>
    /// <param name="isKept">Whether the repository has a package.</param>
    /// <param name="output">Takes the advisory.</param>
    public static void Copy(ReadOnlyMemory<byte> advisory, string name, Func<Nevra, bool> isKept, Stream output)
    {
        var packages = PackagesOf(advisory, name);
        if (packages.Count > 0 && !packages.Any(p => isKept(p.Package)))
        {
            return;
        }

        var from = 0;
        foreach (var (_, start, length) in packages.Where(p => !isKept(p.Package)))
        {
            output.Write(advisory.Span[from..start]);
            from = start + length;
        }

        output.Write(advisory.Span[from..]);
        output.WriteByte((byte)'\n');
    }

    /// <summary>The packages that an advisory names, and where in it.</summary>
    public static List<(Nevra Package, int Start, int Length)> PackagesOf(ReadOnlyMemory<byte> advisory, string name)
    {
        var packages = new List<(Nevra, int, int)>();
        var text = advisory.Span;
        for (var at = 0; (at = Next(text, at)) >= 0;)
        {
            var end = text[at..].IndexOf("</package>"u8);
            if (end < 0)
            {
                throw RpmPackageDiagnostics.ListMalformed(name, "a package does not end");
            }

            var length = end + "</package>".Length;
            packages.Add((Read(text.Slice(at, length), name), at, length));
            at += length;
        }

        return packages;
    }

    private static int Next(ReadOnlySpan<byte> text, int from)
    {
        for (int at; (at = text[from..].IndexOf("<package"u8)) >= 0; from += at + 1)
        {
            if (text.Length > from + at + 8 && text[from + at + 8] is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r')
            {
                return from + at;
            }
        }

        return -1;
    }

    private static Nevra Read(ReadOnlySpan<byte> package, string name)
    {
        try
        {
            var xml = new XmlSlice(package);
            _ = xml.Read();
            var epoch = XmlSlice.Decode(xml.Attribute("epoch"u8));
            return new Nevra(
                XmlSlice.Decode(xml.Attribute("name"u8)),
                new Evr(epoch is "" or "None" ? "0" : epoch, XmlSlice.Decode(xml.Attribute("version"u8)), XmlSlice.Decode(xml.Attribute("release"u8))),
                XmlSlice.Decode(xml.Attribute("arch"u8)));
        }
        catch (FormatException exception)
        {
            throw RpmPackageDiagnostics.ListMalformed(name, exception.Message, exception);
        }
    }
}
