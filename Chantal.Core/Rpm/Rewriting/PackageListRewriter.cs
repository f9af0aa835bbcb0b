using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Chantal.Content;
using Chantal.Rpm.Packages;

namespace Chantal.Rpm.Rewriting;

/// <summary>
/// Thins a list of packages (<c>primary</c>, <c>filelists</c>, <c>other</c>, <c>susedata</c>): elements are kept byte for byte, or left
/// out. Only the count in the list's head is new, and no <c>xml:base</c> is left.
/// </summary>
internal static class PackageListRewriter
{
    /// <summary>Copies the elements of the packages that stay.</summary>
    /// <param name="content">Upstream's list, unpacked.</param>
    /// <param name="stored">Another list, unpacked, and ids of the packages that are taken of it, behind the others; null: there is none.</param>
    /// <param name="type">The list's type.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="kept">Ids of the packages that stay.</param>
    /// <param name="count">How many packages stay.</param>
    /// <param name="output">Takes the list.</param>
    /// <param name="cancellation">Ends the work.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(
        Stream content, (Stream Content, IReadOnlySet<PackageId> Staying)? stored, string type, string name, IReadOnlySet<PackageId> kept, int count, Stream output, CancellationToken cancellation)
    {
        using var elements = new ElementSplitter(content, "package", name);
        output.Write(WithCount(elements.Head.Span, count));
        var listed = 0L;
        while (elements.Next() is { IsEmpty: false } element)
        {
            listed++;
            cancellation.ThrowIfCancellationRequested();
            if (kept.Contains(PackageId.Of(element.Span, name)))
            {
                LocationBase.WriteWithout(element.Span, output);
                output.WriteByte((byte)'\n');
            }
        }

        StatedCount.Check(type, XmlHead.Number(elements.Head.Span, "packages"u8), listed, name);
        var tail = elements.Tail().ToArray();
        if (stored is var (other, staying))
        {
            Append(other, staying, name, output, cancellation);
        }

        output.Write(tail);
    }

    /// <summary>Copies all elements of one list, and behind them those of some packages of another.</summary>
    /// <param name="content">The list, unpacked.</param>
    /// <param name="other">The other list, unpacked, or null if the state that is taken from has no such list.</param>
    /// <param name="type">The lists' type.</param>
    /// <param name="name">What errors call them.</param>
    /// <param name="added">Ids of the packages that are taken of the other list.</param>
    /// <param name="count">How many packages there are then.</param>
    /// <param name="output">Takes the list.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static void Unite(Stream content, Stream? other, string type, string name, IReadOnlySet<PackageId> added, int count, Stream output, CancellationToken cancellation)
    {
        using var elements = new ElementSplitter(content, "package", name);
        output.Write(WithCount(elements.Head.Span, count));
        var listed = 0L;
        while (elements.Next() is { IsEmpty: false } element)
        {
            listed++;
            cancellation.ThrowIfCancellationRequested();
            LocationBase.WriteWithout(element.Span, output);
            output.WriteByte((byte)'\n');
        }

        StatedCount.Check(type, XmlHead.Number(elements.Head.Span, "packages"u8), listed, name);
        var tail = elements.Tail().ToArray();
        if (other is not null)
        {
            Append(other, added, name, output, cancellation);
        }

        output.Write(tail);
    }

    /// <summary>How many of the packages that stay a list has.</summary>
    /// <param name="content">Upstream's list, unpacked.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="kept">Ids of the packages that stay; null: all.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static int Count(Stream content, string name, IReadOnlySet<PackageId>? kept, CancellationToken cancellation)
    {
        using var elements = new ElementSplitter(content, "package", name);
        var count = 0;
        while (elements.Next() is { IsEmpty: false } element)
        {
            cancellation.ThrowIfCancellationRequested();
            count += kept is null || kept.Contains(PackageId.Of(element.Span, name)) ? 1 : 0;
        }

        return count;
    }

    private static void Append(Stream other, IReadOnlySet<PackageId> added, string name, Stream output, CancellationToken cancellation)
    {
        using var more = new ElementSplitter(other, "package", name);
        while (more.Next() is { IsEmpty: false } element)
        {
            cancellation.ThrowIfCancellationRequested();
            if (added.Contains(PackageId.Of(element.Span, name)))
            {
                LocationBase.WriteWithout(element.Span, output);
                output.WriteByte((byte)'\n');
            }
        }
    }

    private static ReadOnlySpan<byte> WithCount(ReadOnlySpan<byte> head, int count)
    {
        var at = head.IndexOf(" packages=\""u8);
        var start = at + " packages=\"".Length;
        var length = at < 0 ? -1 : head[start..].IndexOf((byte)'"');
        return length < 0 ? head : (byte[])[.. head[..start], .. Encoding.ASCII.GetBytes(count.ToString(CultureInfo.InvariantCulture)), .. head[(start + length)..]];
    }
}
