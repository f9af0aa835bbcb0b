using System.Text;
using Chantal.Apt.Control;
using Chantal.Apt.Packages;
using Chantal.Apt.Release;
using Chantal.Apt.Rewriting;
using Chantal.Content;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Apt;

/// <summary>
/// Makes the indices of a suite that lists the base's packages and those that were taken, with the sources of these and their descriptions where the base has such lists, and the
/// Release above them. It keeps the base's <c>Date</c>: hosts go on to the next state after it, which is younger than the base and may be older than what was taken.
/// </summary>
internal sealed class TakenIndices(TakenSuite suite, TakenTable packages, TakeRun run, ReleaseSigner signer)
{
    private static readonly string[] PackageKeys = ["Package", "Filename", "Description-md5"];
    private static readonly string[] SourceKeys = ["Package", "Version", "Directory", "Checksums-Sha256", "Checksums-Sha512", "Checksums-Sha1", "Files"];
    private static readonly string[] DescriptionKeys = ["Package", "Description-md5"];

    private readonly IndexReader _base = new(run.Base.Content, Tolerance.Default, _ => true);
    private readonly IndexReader _source = new(run.Source.Content, Tolerance.Default, _ => true);
    private readonly RewrittenIndices _rewritten = new(run.Base.Content, Path.Combine(run.WorkDirectory, "indices"));
    private readonly PackageNames _described = new();
    private readonly List<(TakenIndex Index, RewrittenIndex Made)> _united = [];
    private readonly List<PlanEntry> _made = [];

    /// <summary>Paths of the base's metadata that no longer fits.</summary>
    public HashSet<string> Removed { get; } = new(StringComparer.Ordinal);

    /// <summary>Paths of the source's files that were taken.</summary>
    public HashSet<string> Copied { get; } = new(StringComparer.Ordinal);

    /// <summary>Makes the files; empty if nothing was taken of the suite.</summary>
    public async Task<IReadOnlyList<PlanEntry>> MakeAsync(CancellationToken cancellation)
    {
        var files = packages.Taken.Select(r => HeldFiles.KeyOf(packages.Table.Field(r, PackageFields.Filename))).ToHashSet();
        var sources = packages.Taken.Select(SourceKeyOf).ToHashSet();
        foreach (var index in suite.Of(IndexRule.Packages).Where(i => i.Offered.Overlaps(files)))
        {
            await UniteAsync(index, PackageKeys, stanza => IsTaken(stanza, files), cancellation);
        }

        foreach (var index in _united.Count == 0 ? [] : suite.Of(IndexRule.Sources).Where(i => i.IsChanged))
        {
            await AddNewAsync(index, SourceKeys, stanza => KeyOf(stanza[0], stanza[1]), sources.Contains, NoteSources, cancellation);
        }

        foreach (var index in _united.Count == 0 ? [] : suite.Of(IndexRule.Descriptions).Where(i => i.IsChanged))
        {
            await AddNewAsync(index, DescriptionKeys, stanza => _described.Has(stanza[0], stanza[1]) ? KeyOf(stanza[0], stanza[1]) : 0, key => key != 0, _ => { }, cancellation);
        }

        if (_united.Count > 0)
        {
            await WriteReleaseAsync(cancellation);
            Removed.ExceptWith(_made.Select(m => m.Path));
        }

        return _made;
    }

    private bool IsTaken(Deb822Reader stanza, HashSet<UInt128> files)
    {
        if (!files.Contains(HeldFiles.KeyOf(stanza[1])))
        {
            return false;
        }

        _described.Add(stanza[0], stanza[2]);
        Copied.Add(ArtifactPath.Check(RelativePath.Normalize(Encoding.UTF8.GetString(stanza[1])), "the state"));
        return true;
    }

    private void NoteSources(Deb822Reader stanza)
    {
        for (var field = 3; field < SourceKeys.Length; field++)
        {
            var lines = stanza[field];
            foreach (var range in lines.Split((byte)'\n'))
            {
                if (FileLine.TryParse(lines[range], out var file))
                {
                    Copied.Add(ArtifactPath.Check(RelativePath.Normalize(Encoding.UTF8.GetString(SourceCollector.PathOf(stanza[2], file.Name))), "the state"));
                }
            }
        }
    }

    // Adds what the base's list does not have yet; a list that has all of it stays as it is.
    private async Task AddNewAsync(
        TakenIndex index, string[] fields, Func<Deb822Reader, UInt128> key, Func<UInt128, bool> isWanted, Action<Deb822Reader> taken, CancellationToken cancellation)
    {
        var (held, offered) = (new HashSet<UInt128>(), new HashSet<UInt128>());
        await CollectAsync(_base, index.Base, held);
        await CollectAsync(_source, index.Source!, offered);
        offered.ExceptWith(held);
        if (offered.Count > 0)
        {
            await UniteAsync(index, fields, Take, cancellation);
        }

        bool Take(Deb822Reader stanza)
        {
            if (!offered.Contains(key(stanza)))
            {
                return false;
            }

            taken(stanza);
            return true;
        }

        Task CollectAsync(IndexReader reader, ReadableIndex list, HashSet<UInt128> keys) => reader.ReadAsync([list], [], (_, encoding, content) =>
        {
            using var stanza = new Deb822Reader(content, encoding.Path, fields);
            while (stanza.Read())
            {
                cancellation.ThrowIfCancellationRequested();
                if (key(stanza) is var found && isWanted(found))
                {
                    keys.Add(found);
                }
            }

            return Task.CompletedTask;
        }, cancellation);
    }

    private Task UniteAsync(TakenIndex index, string[] fields, Func<Deb822Reader, bool> isTaken, CancellationToken cancellation) =>
        _base.ReadAsync([index.Base], [], (_, _, content) => _source.ReadAsync([index.Source!], [], async (_, encoding, added) =>
        {
            var made = await _rewritten.MakeAsync(
                null,
                RegeneratedSuites.EncodingsOf(index.Base.Encodings),
                output => StanzaUnion.Write(content, added, encoding.Path, fields, isTaken, output, cancellation),
                cancellation);
            _united.Add((index, made));
        }, cancellation), cancellation);

    private async Task WriteReleaseAsync(CancellationToken cancellation)
    {
        var entries = suite.Release.Entries.Where(e => !_united.Exists(u => StoredRelease.PathOf(suite.Directory, CompressionNames.Split(e.Path).Base) == u.Index.Path)).ToList();
        foreach (var (index, made) in _united)
        {
            foreach (var encoding in index.Base.Encodings)
            {
                Removed.Add(encoding.Path);
                Removed.UnionWith(encoding.Entry.Checksums.Select(c => MetadataEntries.ByHashPath(encoding.Path, c)));
            }

            var name = suite.Directory.Length == 0 ? index.Path : index.Path[(suite.Directory.Length + 1)..];
            entries.Add(new ReleaseEntry(name, made.Size, [new Checksum(HashKind.Sha256, made.Content.ToString())]));
            foreach (var (ending, file) in made.Encodings)
            {
                var checksum = new Checksum(HashKind.Sha256, file.Sha256.ToString());
                entries.Add(new ReleaseEntry(name + ending, file.Size, [checksum]));
                foreach (var path in (string[])[index.Path + ending, MetadataEntries.ByHashPath(index.Path, checksum)])
                {
                    _made.Add(new PlanEntry { Path = path, Size = file.Size, Sha256 = file.Sha256, Role = FileRole.Metadata, Scope = index.Base.Encodings[0].Scope });
                }
            }
        }

        var release = ReleaseWriter.Write(suite.Release, entries, suite.Release.Date, suite.Release.ValidUntil);
        var signed = await signer.SignAsync(release, suite.Release.Date, cancellation);
        await AddRootAsync(SuiteFiles.Release, signed.Release, cancellation);
        await AddRootAsync(SuiteFiles.Signature, signed.Signature, cancellation);
        await AddRootAsync(SuiteFiles.InRelease, signed.InRelease, cancellation);
    }

    private async Task AddRootAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var path = StoredRelease.PathOf(suite.Directory, name);
        var artifact = await run.Base.Content.ImportAsync(content, cancellation);
        _made.Add(new PlanEntry { Path = path, Size = artifact.Size, Sha256 = artifact.Sha256, Role = FileRole.Root, Scope = run.Base.Metadata.GetValueOrDefault(path)?.Scope });
    }

    private UInt128 SourceKeyOf(int row)
    {
        var table = packages.Table;
        var source = table.Field(row, PackageFields.Source);
        return KeyOf(SourceName.Of(source, table.Field(row, PackageFields.Package)), SourceName.VersionOf(source, table.Field(row, PackageFields.Version)));
    }

    private static UInt128 KeyOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> version) => NameKey.Of([.. name, (byte)' ', .. version]);
}
