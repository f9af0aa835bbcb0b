using System.Runtime.CompilerServices;
using System.Text;

namespace Chantal.Advisories;

/// <summary>What an advisory says of one package, as an index has it: which versions are affected, and which ones fix it.</summary>
/// <param name="Place">Where the advisory's own record is.</param>
/// <param name="Ranges">Ranges of versions.</param>
/// <param name="Severity">How grave it is for this package, or null if that is not said apart.</param>
internal sealed record IndexedAffected(long Place, IReadOnlyList<OsvRange> Ranges, OsvSeverity? Severity)
{
    // Versions that are named one by one can be hundreds: they stay bytes.
    private ReadOnlyMemory<byte> _versions;

    /// <summary>Reads the line of a package's record; null if it is about another ecosystem.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static IndexedAffected? Read(ReadOnlySpan<byte> line, Ecosystem ecosystem)
    {
        var reading = new IndexReading(line);
        var place = reading.Number();
        if (!ecosystem.Contains(reading.Bytes()))
        {
            return null;
        }

        var severity = SeverityOf(ref reading);
        var ranges = new List<OsvRange>();
        for (var left = reading.Number(); left > 0; left--)
        {
            var events = new List<OsvEvent>();
            for (var more = reading.Number(); more > 0; more--)
            {
                events.Add(new OsvEvent((OsvEventKind)reading.Number(), reading.Text()));
            }

            ranges.Add(new OsvRange(events));
        }

        return new IndexedAffected(place, ranges, severity) { _versions = reading.Rest().ToArray() };
    }

    /// <summary>Reads a severity.</summary>
    public static OsvSeverity? SeverityOf(ref IndexReading reading)
    {
        var (word, score) = (reading.Text(), reading.Number());
        return word.Length == 0 ? null : new OsvSeverity(word, score == 0 ? null : score / 10m);
    }

    /// <summary>Whether a version is affected.</summary>
    /// <param name="version">The version.</param>
    /// <param name="order">The format's order of versions.</param>
    public bool Affects(string version, IComparer<string> order) => Ranges.Any(r => IsIn(r, version, order)) || IsNamed(version, order);

    /// <summary>The first version above one that fixes it, as the advisory says; null if it does not name one.</summary>
    public string? FixedAbove(string version, IComparer<string> order) =>
        Ranges.SelectMany(r => r.Events).Where(e => e.Kind == OsvEventKind.Fixed && order.Compare(e.Version, version) > 0).Select(e => e.Version).Min(order);

    private static bool IsIn(OsvRange range, string version, IComparer<string> order)
    {
        // The last one that began at or before the version counts; a range that begins at 0 has always begun.
        string? begin = null;
        foreach (var (kind, at) in range.Events)
        {
            if (kind == OsvEventKind.Introduced && (at == "0" || order.Compare(at, version) <= 0))
            {
                begin = begin is null or "0" || (at != "0" && order.Compare(at, begin) > 0) ? at : begin;
            }
        }

        return begin is not null && !range.Events.Any(e => Ends(e, begin, version, order)) && IsWithinLimit(range, version, order);
    }

    private static bool Ends(OsvEvent end, string begin, string version, IComparer<string> order) =>
        end.Kind switch
        {
            OsvEventKind.Fixed => end.Version == "0" || order.Compare(end.Version, version) <= 0,
            OsvEventKind.LastAffected => order.Compare(end.Version, version) < 0,
            _ => false,
        }
        && (begin == "0" || order.Compare(end.Version, begin) >= 0);

    private static bool IsWithinLimit(OsvRange range, string version, IComparer<string> order)
    {
        var limits = range.Events.Where(e => e.Kind == OsvEventKind.Limit).ToList();
        return limits.Count == 0 || limits.Any(l => l.Version == "*" || order.Compare(version, l.Version) < 0);
    }

    private bool IsNamed(string version, IComparer<string> order)
    {
        var reading = new IndexReading(_versions.Span);
        var count = reading.Number();
        if (count == 0)
        {
            return false;
        }

        Span<byte> text = stackalloc byte[3 * 512];
        text = text[..(version.Length <= 512 ? Encoding.UTF8.GetBytes(version, text) : 0)];
        for (; count > 0; count--)
        {
            var named = reading.Bytes();
            // The same version can be written in several ways, such as 1.0 and 1.0.0: these begin alike.
            if (named.SequenceEqual(text) || (!text.IsEmpty && !named.IsEmpty && named[0] == text[0] && order.Compare(Encoding.UTF8.GetString(named), version) == 0))
            {
                return true;
            }
        }

        return false;
    }
}
