using Chantal.Apt.Release;
using Chantal.Content;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.Apt;

/// <summary>The making of one plan.</summary>
internal sealed class PlanRun
{
    private readonly AptDefinition _definition;
    private readonly string _rootsDirectory;
    private readonly PlanWriter _plan;
    private readonly IndexReader _reader;
    private readonly PlanTerms _terms;
    private readonly Dictionary<ReadableIndex, PlanPart> _parts = [];
    private readonly List<SelectedIndex> _emptied = [];
    private readonly List<string> _weakLists = [];
    private readonly IArtifactSource _source;
    private readonly ILog _log;
    private readonly MetadataPaths _metadata = new();
    private readonly ScopeCounts _counts = new();
    private readonly NamePatterns _named;
    private readonly PackagePatterns _excluded;
    private readonly NamePatterns _excludedFiles;
    private readonly PoolEntry _entry;
    private readonly PackageCollector _packages;
    private readonly SourceCollector _sources;
    private readonly RegeneratedSuites? _regenerated;

    public PlanRun(AptDefinition definition, string rootsDirectory, PlanWriter plan, NamePatterns excludedFiles, IArtifactSource source, ILog log, PlanTerms terms)
    {
        _excludedFiles = excludedFiles;
        _definition = definition;
        _rootsDirectory = rootsDirectory;
        _plan = plan;
        _reader = new IndexReader(source, terms.Tolerance, terms.Published.Has);
        _terms = terms;
        _source = source;
        _log = log;
        _named = new NamePatterns(definition.Packages);
        _excluded = new PackagePatterns(definition.ExcludePackages);
        var held = terms.Regeneration is { } regeneration ? new HeldFiles(excludedFiles, regeneration.Absent) : null;
        _entry = new PoolEntry(terms.Policy, terms.Regeneration is not null, terms.Published, source);
        _regenerated = held is null ? null : new RegeneratedSuites(definition, plan, _metadata, _reader, source, held, excludedFiles, terms.Regeneration!) { Entry = _entry };
        var pool = new PoolWriter(plan, _metadata, definition.AllowWeakChecksums, held);
        _packages = new PackageCollector(definition, _named, _excluded, pool, _counts, new SeenFiles(), _entry);
        _sources = new SourceCollector(_named, _excluded, _packages.SourceNames, pool, _counts, definition.AllowWeakChecksums, new SeenFiles(), _entry);
    }

    public async Task<PlannedFiles> RunAsync(CancellationToken cancellation)
    {
        var suites = AptSuite.ParseAll(_definition.Suites);
        var releases = suites.Select(s => (Suite: s, Release: ReadRelease(s))).ToList();
        SuiteFit.Check(releases, _definition, _log);
        var planRoots = new List<PlanRoot>();
        var indices = new List<ReadableIndex>();
        foreach (var (suite, release) in releases)
        {
            var state = new RootDirectory(_rootsDirectory, suite.Directory).Require();
            planRoots.Add(new PlanRoot(suite.Directory, release.Date, _regenerated is null ? release.ValidUntil : _regenerated.ValidUntil(release), state.Signers) { Identity = release.Identity });
            await AddRootsAsync(suite, state, cancellation);
            AddIndices(suite, release, indices);
        }

        // All packages come before all sources, since a source is also selected by the packages that were built from it.
        indices = [.. indices.OrderBy(i => i.Kind)];
        FindParts(indices);
        await _reader.ReadAsync(indices, [.. _parts.Keys], (index, encoding, content) => ReadAsync(index, encoding, content, cancellation), cancellation);
        TakeParts(indices);
        var accepted = JudgeEmptied();
        _packages.Complete(_log);
        if (_regenerated is not null)
        {
            await _regenerated.WriteAsync(cancellation);
        }

        foreach (var pattern in _named.Unmatched)
        {
            _log.Warning(AptDiagnostics.PatternMatchesNothing(pattern));
        }

        if (_weakLists.Count > 0)
        {
            _log.Warning(AptDiagnostics.ListsWeak(_weakLists));
        }

        PlanRemarks.NameUseless([.. _excluded.Unmatched.Select(p => ("ExcludePackage", p.ToString())), .. _excludedFiles.Unmatched.Select(p => ("ExcludeFile", p))], _log);
        var files = _plan.Complete(new PlanHeader
        {
            Type = "apt",
            Upstreams = _definition.Upstreams.WithoutQueries,
            Units = Outermost(suites),
            Roots = [.. planRoots.OrderBy(r => r.Path, StringComparer.Ordinal)],
            NamesSources = true,
        });
        _terms.Parts?.Tidy();
        PlanRemarks.WarnOfWeakChecksums(_plan, _log);
        return new PlannedFiles(files, _terms.Parts is null ? _counts.ToSummaries() : []) { Accepted = accepted, Selection = _packages.Versions };
    }

    private ReleaseFile ReadRelease(AptSuite suite)
    {
        var roots = new RootDirectory(_rootsDirectory, suite.Directory);
        _ = roots.Require();
        return ReleaseParser.Parse(File.ReadAllBytes(roots.PathOf(SuiteFiles.Payload)), suite.PathOf(SuiteFiles.Release), _definition.AllowWeakChecksums);
    }

    // An index that had packages and has none is an accident more often than a decision. Most empty ones were empty before: they are the same file.
    private Acceptance? JudgeEmptied()
    {
        var before = _terms.Published.Find(_emptied.Select(i => i.Path));
        var emptied = _emptied.Where(i => i.Entry.Sha256 is null || before.GetValueOrDefault(i.Path)?.Sha256 != i.Entry.Sha256)
            .Where(i => _terms.Published.PackagesOf(i.Scope) > 0).DistinctBy(i => i.Scope).ToList();
        if (emptied.Count == 0)
        {
            return null;
        }

        var state = UpstreamState.NameOf(emptied.Select(i => (i.Scope, i.Entry.Checksums[^1].Hex)));
        var reason = string.Join(", ", emptied.Select(i => $"'{i.Path}'"));
        return new AcceptedState(_terms.Accept, _log).Of(state, $"{reason} no longer has packages") ?? throw AptDiagnostics.IndexEmptied(reason, state);
    }

    private async Task AddRootsAsync(AptSuite suite, RootState state, CancellationToken cancellation)
    {
        var roots = new RootDirectory(_rootsDirectory, suite.Directory);
        foreach (var name in state.Files.Keys.Where(n => n != SuiteFiles.Payload).Order(StringComparer.Ordinal))
        {
            var artifact = await _source.ImportAsync(roots.PathOf(name), cancellation);
            var path = suite.PathOf(_regenerated is null ? name : name + RegeneratedSuites.EvidenceEnding);
            _metadata.Add(path);
            _plan.Add(
                new PlanEntry { Path = path, Size = artifact.Size, Sha256 = artifact.Sha256, Role = _regenerated is null ? FileRole.Root : FileRole.Metadata, Scope = suite.Label },
                $"'{path}'");
        }
    }

    private void AddIndices(AptSuite suite, ReleaseFile release, List<ReadableIndex> indices)
    {
        var selected = IndexSelection.Select(suite, release, _definition);
        _regenerated?.Add(suite, release, selected);
        foreach (var index in _regenerated is null ? selected : [])
        {
            AddMetadata(MetadataEntries.Of(index, release.AcquireByHash), suite);
            foreach (var entry in release.AcquireByHash ? MetadataEntries.ByHash(index) : [])
            {
                AddMetadata(entry, suite);
            }
        }

        foreach (var encodings in selected.Where(s => s.Kind != IndexKind.Other && (_regenerated is null || s.Kind != IndexKind.Patches)).GroupBy(s => s.BasePath))
        {
            var readable = encodings.Where(e => e.Compression != Compression.Unread).OrderBy(e => CompressionNames.ReadingCost(e.Compression)).ToList();
            if (readable.Count == 0)
            {
                throw AptDiagnostics.IndexUnread(suite, encodings.Key);
            }

            indices.Add(new ReadableIndex(suite, release, readable));
        }
    }

    private void AddMetadata(PlanEntry entry, AptSuite suite)
    {
        _metadata.Add(entry.Path);
        _plan.Add(entry, $"the Release of '{suite.Name}'");
    }

    private void FindParts(IReadOnlyList<ReadableIndex> indices)
    {
        foreach (var index in indices.Where(IndexParts.Has))
        {
            if (_terms.Parts?.Find(index, _metadata) is { } part)
            {
                _parts[index] = part;
            }
        }
    }

    // In the order of the indices, whichever were read: a file that several list belongs to the first.
    private void TakeParts(IReadOnlyList<ReadableIndex> indices)
    {
        foreach (var index in indices.Where(_parts.ContainsKey))
        {
            _plan.Add(_parts[index]);
            if (index.Kind == IndexKind.Packages && _parts[index].Listed == 0)
            {
                _emptied.Add(index.Encodings[0]);
            }
        }
    }

    // Nothing is asked of one index for the sake of another.
    private long ReadPart(ReadableIndex index, SelectedIndex encoding, Stream content, IPlanLines part, CancellationToken cancellation)
    {
        var pool = new PoolWriter(part, _metadata, _definition.AllowWeakChecksums);
        if (index.Kind == IndexKind.Packages)
        {
            return new PackageCollector(_definition, _named, _excluded, pool, _counts, null, _entry).Read(content, encoding, index.Suite, cancellation);
        }

        new SourceCollector(_named, _excluded, null, pool, _counts, _definition.AllowWeakChecksums, null, _entry).Read(content, encoding, index.Suite, cancellation);
        return 0;
    }

    private Task ReadAsync(ReadableIndex index, SelectedIndex encoding, Stream content, CancellationToken cancellation)
    {
        Read(index, encoding, content, cancellation);
        return Task.CompletedTask;
    }

    private void Read(ReadableIndex index, SelectedIndex encoding, Stream content, CancellationToken cancellation)
    {
        if (IndexParts.Has(index) && _terms.Parts is { } parts)
        {
            using var part = parts.Begin(index);
            _parts[index] = part.Complete(ReadPart(index, encoding, content, part, cancellation));
            return;
        }

        switch (index.Kind)
        {
            case IndexKind.Packages:
                if (_packages.Read(content, encoding, index.Suite, cancellation) == 0)
                {
                    _emptied.Add(encoding);
                }

                break;
            case IndexKind.Sources:
                _packages.Complete(_log);
                _sources.Read(content, encoding, index.Suite, cancellation);
                break;
            case IndexKind.Checksums:
                AddListed(ChecksumLists.KindOf(encoding.Path) <= HashKind.Sha1 && !_definition.AllowWeakChecksums ? null : ListedFiles.OfChecksums(content, encoding), index, encoding);
                break;
            default:
                AddListed(ListedFiles.OfPatches(content, encoding, index.Release.AcquireByHash, _definition.AllowWeakChecksums), index, encoding);
                break;
        }
    }

    // Clients do without images and patches, so these may be missing as if upstream did not have them.
    private void AddListed(IEnumerable<PlanEntry>? entries, ReadableIndex index, SelectedIndex encoding)
    {
        if (entries is null)
        {
            _weakLists.Add(_terms.Tolerance.MayBeAbsent(MetadataEntries.Of(encoding, index.Release.AcquireByHash)) ? encoding.Path : throw AptDiagnostics.ListWeak(encoding.Path));
        }

        foreach (var entry in entries ?? [])
        {
            _plan.Add(entry, $"'{encoding.Path}'");
        }
    }

    private static string[] Outermost(IReadOnlyList<AptSuite> suites)
    {
        var directories = suites.Select(s => s.Directory).Order(StringComparer.Ordinal).ToArray();
        return [.. directories.Where(d => !directories.Any(o => o != d && (o.Length == 0 || d.StartsWith(o + "/", StringComparison.Ordinal))))];
    }
}
