using System.Globalization;
using System.Text;
using Chantal.Content;

namespace Chantal.Rpm.Rewriting;

/// <summary>
/// Thins <c>patterns.xml</c> and <c>products.xml</c>: one that requires a package that was left out, or a pattern that goes, could not be installed, and goes
/// too. What it only recommends may be absent. All else stays as upstream wrote it.
/// </summary>
/// <param name="isLeftOut">Whether the mirror leaves out all packages of a name that its upstream has.</param>
internal sealed class PatternRewriter(Func<string, bool> isLeftOut)
{
    /// <summary>Copies the patterns or products that can still be installed.</summary>
    /// <param name="content">Upstream's list, unpacked.</param>
    /// <param name="element">The elements' name: <c>pattern</c> or <c>product</c>.</param>
    /// <param name="name">What errors call the list.</param>
    /// <param name="output">Takes the list.</param>
    /// <param name="cancellation">Ends the work.</param>
    public void Copy(Stream content, string element, string name, Stream output, CancellationToken cancellation)
    {
        using var elements = new ElementSplitter(content, element, name);
        var all = new List<Pattern>();
        while (elements.Next() is { IsEmpty: false } next)
        {
            cancellation.ThrowIfCancellationRequested();
            all.Add(Pattern.Parse(next.Span, name));
        }

        var kept = Installable(all, element);
        output.Write(WithCount(elements.Head.Span, kept.Count));
        foreach (var pattern in kept)
        {
            output.Write(pattern.Element.Span);
            output.WriteByte((byte)'\n');
        }

        output.Write(elements.Tail().Span);
    }

    // One that goes may take others with it. What the list does not have is somewhere else.
    private List<Pattern> Installable(List<Pattern> all, string element)
    {
        var listed = all.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        var kept = all;
        int before;
        do
        {
            before = kept.Count;
            var names = kept.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
            kept = [.. kept.Where(p => p.Requires.All(r => r.Kind == element ? !listed.Contains(r.Name) || names.Contains(r.Name) : r.Kind != "package" || !isLeftOut(r.Name)))];
        }
        while (kept.Count < before);
        return kept;
    }

    private static ReadOnlySpan<byte> WithCount(ReadOnlySpan<byte> head, int count)
    {
        var at = head.IndexOf(" count=\""u8);
        var start = at + " count=\"".Length;
        var length = at < 0 ? -1 : head[start..].IndexOf((byte)'"');
        return length < 0 ? head : (byte[])[.. head[..start], .. Encoding.ASCII.GetBytes(count.ToString(CultureInfo.InvariantCulture)), .. head[(start + length)..]];
    }
}
