using Chantal.Apt.Release;
using Chantal.Apt.Rewriting;
using Chantal.Content;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.Apt;

/// <summary>
/// Plans metadata of suites that is made here, so that it lists what the mirror holds: made of upstream's own stanzas once all packages are selected, and signed by the site. All of it
/// comes from indices that upstream's signed Release lists.
/// </summary>
internal sealed class RegeneratedSuites(AptDefinition definition, PlanWriter plan, MetadataPaths metadata, IndexReader reader, IArtifactSource source, HeldFiles held, NamePatterns excluded, Regeneration terms)
{
    /// <summary>What upstream's own root files are called beside those that are made: as evidence, where no client looks.</summary>
    public const string EvidenceEnding = ".upstream";

    private readonly List<SuiteIndices> _suites = [];
    private readonly RewrittenIndices _rewritten = new(source, Path.Combine(terms.Directory, "indices"));
    private readonly ReleaseSigner _signer = new(terms.Signer, Path.Combine(terms.Directory, "signatures"));

    /// <summary>What stays in indices though upstream does not list it any more; null: nothing does.</summary>
    public PoolEntry? Entry { get; init; }

    /// <summary>Takes a suite's indices: what is copied is planned, and what is made again has its place reserved.</summary>
    public void Add(AptSuite suite, ReleaseFile release, IReadOnlyList<SelectedIndex> selected)
    {
        var indices = new SuiteIndices(suite, release);
        selected = [.. selected.Where(s => !excluded.IsMatch(s.Path))];
        foreach (var index in selected.Where(s => IndexRules.For(s.BasePath) == IndexRule.Keep))
        {
            var copied = index with { Entry = new ReleaseEntry(index.Entry.Path, index.Entry.Size, Trusted(index.Entry)) };
            indices.Entries.Add(copied.Entry);
            AddCopied(copied, release, suite);
        }

        foreach (var encodings in selected.Where(s => IndexRules.For(s.BasePath) is not (IndexRule.Keep or IndexRule.Drop)).GroupBy(s => s.BasePath))
        {
            var readable = encodings.Where(e => e.Compression != Compression.Unread).OrderBy(e => CompressionNames.ReadingCost(e.Compression)).ToList();
            if (readable.Count == 0)
            {
                throw AptDiagnostics.IndexUnread(suite, encodings.Key);
            }

            indices.ToRewrite.Add(new ReadableIndex(suite, release, readable));
            metadata.Add(encodings.Key);
            metadata.Add(ByHashDirectory(encodings.Key));
            EncodingsOf(readable).ForEach(e => metadata.Add(encodings.Key + CompressionNames.EndingOf(e)));
        }

        foreach (var name in (string[])[SuiteFiles.InRelease, SuiteFiles.Release, SuiteFiles.Signature])
        {
            metadata.Add(suite.PathOf(name));
        }

        _suites.Add(indices);
    }

    /// <summary>Until when clients accept what is made of a Release; null: without end.</summary>
    public DateTimeOffset? ValidUntil(ReleaseFile release) => release.Date + terms.ValidFor;

    /// <summary>
    /// The encodings in which an index is made: packages, sources and descriptions, which apt always asks for, as gz and xz, and as zst where upstream has it; the other lists,
    /// which can be large, as upstream has them.
    /// </summary>
    public static List<Compression> EncodingsOf(IReadOnlyList<SelectedIndex> upstream)
    {
        Compression[] always = IndexRules.For(upstream[0].BasePath) is IndexRule.Packages or IndexRule.Sources or IndexRule.Descriptions ? [Compression.Gzip, Compression.Xz] : [];
        Compression[] made = [Compression.Gzip, Compression.Xz, Compression.Zstandard];
        return made.Where(m => always.Contains(m) || upstream.Any(u => u.Compression == m)).ToList() is { Count: > 0 } encodings ? encodings : [Compression.Gzip];
    }

    /// <summary>Makes the indices and the Release files, now that it is known what the mirror holds.</summary>
    public async Task WriteAsync(CancellationToken cancellation)
    {
        foreach (var suite in _suites)
        {
            var rewriter = new SuiteRewriter(suite, held, _rewritten) { Entry = Entry };
            await reader.ReadAsync(suite.Lists(isOfPackages: true), [], (i, e, c) => rewriter.AddPackagesAsync(i, e, EncodingsOf(i.Encodings), c, cancellation), cancellation);
            var lists = suite.Lists(isOfPackages: false);
            var known = lists.Where(l => rewriter.FindList(l, EncodingsOf(l.Encodings), cancellation)).ToList();
            await reader.ReadAsync(lists, known, (i, e, c) => rewriter.AddListAsync(i, e, EncodingsOf(i.Encodings), c, cancellation), cancellation);
            foreach (var (index, made) in rewriter.Made)
            {
                AddRewritten(suite, index, made);
            }

            await WriteReleaseAsync(suite, cancellation);
        }

        _rewritten.Tidy();
        _signer.Tidy();
    }

    private void AddCopied(SelectedIndex index, ReleaseFile release, AptSuite suite)
    {
        var entry = MetadataEntries.Of(index, release.AcquireByHash);
        var url = entry.Urls.Count > 0 ? entry.Urls : [ArtifactPath.ToUrl(index.Path)];
        foreach (var next in index.Entry.Checksums.Select(c => entry with { Path = MetadataEntries.ByHashPath(index.Path, c), Urls = url }).Prepend(entry))
        {
            metadata.Add(next.Path);
            plan.Add(next, $"the Release of '{suite.Name}'");
        }
    }

    private void AddRewritten(SuiteIndices suite, ReadableIndex index, RewrittenIndex made)
    {
        var (path, name) = (index.Encodings[0].BasePath, suite.NameOf(index.Encodings[0].BasePath));

        // The index itself is listed and not there, as Debian has it: apt knows by it that what it has unpacked is still the same.
        suite.Entries.Add(new ReleaseEntry(name, made.Size, [new Checksum(HashKind.Sha256, made.Content.ToString())]));
        foreach (var encoding in EncodingsOf(index.Encodings).Select(CompressionNames.EndingOf).Where(e => !excluded.IsMatch(path + e)))
        {
            var (digest, size) = made.Encodings[encoding];
            var checksum = new Checksum(HashKind.Sha256, digest.ToString());
            suite.Entries.Add(new ReleaseEntry(name + encoding, size, [checksum]));
            foreach (var file in (string[])[path + encoding, MetadataEntries.ByHashPath(path, checksum)])
            {
                plan.Add(new PlanEntry { Path = file, Size = size, Sha256 = digest, Role = FileRole.Metadata, Scope = index.Encodings[0].Scope }, $"'{path}'");
            }
        }
    }

    // Its Date is upstream's, and not the time at which it is made: the same state is the same bytes wherever and whenever it is made. apt goes by the Date only to refuse a Release
    // that is older than the one it has; another filter on the same Date is another Release of the same age, which apt takes.
    private async Task WriteReleaseAsync(SuiteIndices suite, CancellationToken cancellation)
    {
        if (ValidUntil(suite.Release) is { } validUntil && validUntil <= terms.Clock.GetUtcNow())
        {
            throw AptDiagnostics.RegeneratedExpired(suite.Suite, validUntil);
        }

        var components = new SuiteComponents(suite.Release, suite.Suite, definition.Components);
        var release = suite.Release with
        {
            AcquireByHash = true,
            Architectures = [.. suite.Release.Architectures.Where(a => definition.Architectures.Count == 0 || a == AptArchitecture.All || definition.Architectures.Contains(a))],
            Components = [.. suite.Release.Components.Where(c => components.Takes(c + "/", out _, out _))],
        };
        var signed = await _signer.SignAsync(ReleaseWriter.Write(release, suite.Entries, release.Date, ValidUntil(release)), release.Date, cancellation);
        await AddRootAsync(SuiteFiles.Release, signed.Release);
        await AddRootAsync(SuiteFiles.Signature, signed.Signature);
        await AddRootAsync(SuiteFiles.InRelease, signed.InRelease);

        async Task AddRootAsync(string name, ReadOnlyMemory<byte> content)
        {
            var artifact = await source.ImportAsync(content, cancellation);
            var path = suite.Suite.PathOf(name);
            plan.Add(new PlanEntry { Path = path, Size = artifact.Size, Sha256 = artifact.Sha256, Role = FileRole.Root, Scope = suite.Suite.Label }, $"'{path}'");
        }
    }

    // What clients can verify: MD5 and SHA-1 only where there is nothing else.
    private static IReadOnlyList<Checksum> Trusted(ReleaseEntry entry) => entry.Checksums.Where(c => !c.IsWeak).ToList() is { Count: > 0 } strong ? strong : entry.Checksums;

    private static string ByHashDirectory(string path) => $"{path[..(path.LastIndexOf('/') + 1)]}by-hash/SHA256";
}
