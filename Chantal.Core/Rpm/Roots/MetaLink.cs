using System.Globalization;
using System.Xml;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Rpm.Roots;

/// <summary>
/// A metalink (Metalink 3.0 with the <c>mm0</c> extensions of Fedora's MirrorManager): which states of <c>repomd.xml</c>
/// count, and the mirrors that may have them.
/// </summary>
internal sealed record MetaLink
{
    private const int MaxSize = 4 << 20;

    /// <summary>The present state.</summary>
    public required RepomdVersion Current { get; init; }

    /// <summary>Earlier states that mirrors out of step may still have.</summary>
    public required IReadOnlyList<RepomdVersion> Alternates { get; init; }

    /// <summary>
    /// http and https URLs of the repository at its mirrors without a slash at the end, the preferred one first, each
    /// once and at most <see cref="MirrorUrl.MaxBases"/>.
    /// </summary>
    public required IReadOnlyList<string> Bases { get; init; }

    /// <summary>Whether the content is the present state.</summary>
    public bool IsCurrent(ReadOnlySpan<byte> repomd) => Current.Fits(repomd);

    /// <summary>
    /// The state that the content is, the present one before earlier ones; null if the metalink does not list it.
    /// </summary>
    public RepomdVersion? Accepts(ReadOnlySpan<byte> repomd)
    {
        foreach (var version in Alternates.Prepend(Current))
        {
            if (version.Fits(repomd))
            {
                return version;
            }
        }

        return null;
    }

    /// <summary>Reads a metalink.</summary>
    /// <param name="content">The document.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="MirrorException">
    /// <see cref="DiagnosticCodes.MetaLinkMalformed"/>; <see cref="DiagnosticCodes.WeakChecksumsOnly"/> where neither SHA-256
    /// nor SHA-512 of the present state is stated.
    /// </exception>
    public static MetaLink Parse(ReadOnlyMemory<byte> content, string name)
    {
        var parser = new Parser();
        try
        {
            using var stream = new MemoryStream(content.ToArray(), writable: false);
            using var xml = new BoundedXml(stream, MaxSize);
            parser.ReadDocument(xml);
        }
        catch (XmlException exception)
        {
            throw RootDiagnostics.MetaLinkMalformed(name, exception.Message, exception);
        }

        if (parser.Current is not { Checksums.Count: > 0 } current)
        {
            throw RootDiagnostics.MetaLinkMalformed(name, parser.Current is null ? "it does not mention repomd.xml" : "it does not state a checksum of repomd.xml");
        }

        return current.Strongest is null
            ? throw RootDiagnostics.MetaLinkWeak(name, current.Checksums.Select(c => c.Kind.ToString().ToUpperInvariant()))
            : new MetaLink { Current = current, Alternates = parser.Alternates, Bases = parser.Bases() };
    }

    private sealed class Parser
    {
        private readonly List<(string Base, int Preference)> _mirrors = [];

        public RepomdVersion? Current { get; private set; }

        public List<RepomdVersion> Alternates { get; } = [];

        // At equal preference a connection that proves who answers goes first; sorting is stable.
        public IReadOnlyList<string> Bases() =>
            [.. _mirrors
                .OrderByDescending(m => m.Preference)
                .ThenByDescending(m => m.Base.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
                .Select(m => m.Base)
                .Distinct(StringComparer.Ordinal)
                .Take(MirrorUrl.MaxBases)];

        public void ReadDocument(BoundedXml xml)
        {
            foreach (var root in xml.Children())
            {
                if (root != "metalink")
                {
                    throw new XmlException($"it begins with an element '{root}'");
                }

                foreach (var files in xml.Children().Where(c => c == "files"))
                {
                    foreach (var file in xml.Children().Where(c => c == "file"))
                    {
                        if (Current is null && xml.Attribute("name") == "repomd.xml")
                        {
                            ReadFile(xml);
                        }
                    }
                }
            }
        }

        private void ReadFile(BoundedXml xml) => Current = ReadVersion(xml, child =>
        {
            if (child == "alternates")
            {
                foreach (var alternate in xml.Children().Where(c => c == "alternate"))
                {
                    Alternates.Add(ReadVersion(xml, static _ => { }));
                }
            }
            else if (child == "resources")
            {
                foreach (var url in xml.Children().Where(c => c == "url"))
                {
                    ReadUrl(xml);
                }
            }
        });

        private static RepomdVersion ReadVersion(BoundedXml xml, Action<string> readOther)
        {
            DateTimeOffset? timestamp = null;
            long? size = null;
            var checksums = new List<Checksum>();
            foreach (var child in xml.Children())
            {
                switch (child)
                {
                    case "timestamp":
                        timestamp = ReadTimestamp(xml);
                        break;
                    case "size":
                        size = xml.Number();
                        break;
                    case "verification":
                        ReadChecksums(xml, checksums);
                        break;
                    default:
                        readOther(child);
                        break;
                }
            }

            return new RepomdVersion(timestamp, size, checksums);
        }

        private static void ReadChecksums(BoundedXml xml, List<Checksum> checksums)
        {
            foreach (var hash in xml.Children().Where(c => c == "hash"))
            {
                if (RpmChecksum.TryRead(xml.Attribute("type"), xml.Text()) is { } checksum)
                {
                    checksums.Add(checksum);
                }
            }
        }

        private static DateTimeOffset ReadTimestamp(BoundedXml xml)
        {
            var seconds = xml.Number();
            return seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : throw new XmlException($"the timestamp '{seconds}' is not a date");
        }

        private void ReadUrl(BoundedXml xml)
        {
            var preference = int.TryParse(xml.Attribute("preference"), NumberStyles.None, CultureInfo.InvariantCulture, out var stated) ? stated : 0;
            if (MirrorUrl.TryReadRepomd(xml.Text(), out var url))
            {
                _mirrors.Add((url, preference));
            }
        }
    }
}
