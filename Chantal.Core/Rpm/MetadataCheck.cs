using System.Collections.Concurrent;
using System.Globalization;
using System.Xml;
using Chantal.Content;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Rpm.Packages;
using Chantal.Rpm.Rewriting;
using Chantal.Rpm.Roots;
using Chantal.Text;
using Chantal.Transfer;

namespace Chantal.Rpm;

/// <summary>
/// Reads the metadata that is published as it is, as clients will: each file has to unpack to what <c>repomd.xml</c> states, and XML has to be
/// well-formed, lists of packages have as many as they state, and modules are documents of modules. What was read is noted, so that it is read once, however often plans are made.
/// </summary>
/// <param name="reader">Fetches and opens the files.</param>
/// <param name="tolerance">What the mirror may do without.</param>
/// <param name="record">The file with the notes; null: everything is read.</param>
internal sealed class MetadataCheck(RepodataReader reader, Tolerance tolerance, string? record)
{
    private const string Xml = ".xml";

    private readonly HashSet<string> _known = record is not null && File.Exists(record) ? [.. File.ReadAllLines(record)] : [];
    private readonly ConcurrentDictionary<string, bool> _read = new();

    /// <summary>Reads the files of a repository that were not read before.</summary>
    /// <exception cref="UpstreamChangedException">The upstream does not have a file as repomd.xml lists it.</exception>
    public Task CheckAsync(PlannedRepository planned, IEnumerable<RepomdData> files, CancellationToken cancellation) =>
        Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation }, (data, token) => CheckAsync(planned, data, token));

    /// <summary>Notes what was read, and forgets what no plan has any more.</summary>
    public void Save()
    {
        if (record is not null)
        {
            WholeFile.Write(record, string.Concat(_read.Keys.Order(StringComparer.Ordinal).Select(k => k + "\n")));
        }
    }

    private async ValueTask CheckAsync(PlannedRepository planned, RepomdData data, CancellationToken cancellation)
    {
        var path = planned.Repository.PathOf(data.Location);
        var (name, compression) = CompressionNames.Split(data.Location);
        if (compression == Compression.Unread)
        {
            return;
        }

        // Weak checksums do not tell that a file is the one that was read.
        var key = data.Checksum is { Kind: >= HashKind.Sha256 } checksum ? $"{checksum} {data.OpenChecksum} {data.OpenSize} {data.HeaderChecksum} {data.HeaderSize} {Path.GetFileName(name)}" : null;
        if (key is null || !_known.Contains(key))
        {
            try
            {
                using var content = await reader.OpenAsync(planned.Repository, data, cancellation);
                Read(content, data.Type, name.EndsWith(Xml, StringComparison.Ordinal), path, cancellation);
            }
            catch (Exception exception) when (exception is UpstreamChangedException or ArtifactDeniedException && tolerance.MayBeAbsent(reader.EntryOf(planned.Repository, data)))
            {
                return;
            }
        }

        if (key is not null)
        {
            _read[key] = true;
        }
    }

    private static void Read(IndexStream content, string type, bool isXml, string path, CancellationToken cancellation)
    {
        if (type == "modules")
        {
            _ = ModuleDocument.ReadAll(content, path, cancellation);
        }
        else if (isXml)
        {
            try
            {
                using var xml = new BoundedXml(content, long.MaxValue, ignoresDtd: true);
                foreach (var _ in xml.Children())
                {
                    long? stated = long.TryParse(xml.Attribute("packages"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
                    StatedCount.Check(type, stated, xml.Children().LongCount(name => name == "package"), path);
                }
            }
            catch (XmlException exception)
            {
                throw RpmPackageDiagnostics.ListMalformed(path, exception.Message, exception);
            }
        }

        // To the end, where size and checksum are compared.
        var buffer = new byte[128 * 1024];
        while (content.Read(buffer) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
