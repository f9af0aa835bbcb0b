using System.Text;
using Chantal.Apt.Control;
using Chantal.Apt.Packages;
using Chantal.Content;
using Chantal.Plans;
using Chantal.Policy;
using Chantal.Repositories;

namespace Chantal.Apt;

/// <summary>
/// Which packages of a mirror's indices may enter. Most indices list one version of a package: where that one has to wait, the one that the mirror has published stays.
/// </summary>
/// <param name="policy">What may enter.</param>
/// <param name="regenerates">Whether indices are made again, so that single versions can be left out; otherwise only what is blocked is.</param>
/// <param name="published">The published state.</param>
/// <param name="source">Finds its files.</param>
internal sealed class PoolEntry(EntryPolicy policy, bool regenerates, PublishedState published, IArtifactSource source)
{
    private readonly Dictionary<string, HashSet<string>> _staying = new(StringComparer.Ordinal);

    /// <summary>Judges the packages of an index; null: everything enters.</summary>
    public IndexEntry? Open(SelectedIndex index) => policy.IsInForce ? new IndexEntry(policy, policy.Open(index.BasePath, isDated: false), regenerates) : null;

    /// <summary>The paths of the packages that stay in an index, as it writes them.</summary>
    /// <param name="basePath">The index, without the ending of an encoding.</param>
    public IReadOnlySet<string> StayingIn(string basePath) => _staying.GetValueOrDefault(basePath) ?? [];

    /// <summary>Opens an index as it is published; null: it is not.</summary>
    /// <param name="basePath">The index, without the ending of an encoding.</param>
    /// <param name="cancellation">Ends the work.</param>
    public IndexStream? OpenPublished(string basePath, CancellationToken cancellation)
    {
        Compression[] readable = [Compression.None, Compression.Gzip, Compression.Zstandard, Compression.Xz];
        var files = published.Find(readable.Select(c => basePath + CompressionNames.EndingOf(c)));
        foreach (var (compression, line) in readable.Where(c => files.ContainsKey(basePath + CompressionNames.EndingOf(c))).Select(c => (c, files[basePath + CompressionNames.EndingOf(c)])))
        {
            if (source.Find(line, cancellation) is { } found)
            {
                return IndexStream.Open(found.File, compression, line.Path, UnpackedContent.Unknown);
            }
        }

        return null;
    }

    /// <summary>Finds what stays in an index in the places of the packages that wait.</summary>
    public void FindStaying(SelectedIndex index, IndexEntry entry, CancellationToken cancellation)
    {
        if (!regenerates || !entry.AnyWaits || OpenPublished(index.BasePath, cancellation) is not { } content)
        {
            return;
        }

        using var stanza = new Deb822Reader(content, index.Path, PackageFields.Plain);
        var found = new List<string>();
        while (stanza.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry.Stays(stanza[PackageFields.Package], stanza[PackageFields.Version], stanza[PackageFields.Architecture], stanza[PackageFields.Source]))
            {
                found.Add(Encoding.UTF8.GetString(stanza[PackageFields.Filename]));
            }
        }

        // An index that was not thinned lists more than the mirror has.
        var files = published.Find(found.Select(RelativePath.Normalize));
        _staying[index.BasePath] = found.Where(f => files.ContainsKey(RelativePath.Normalize(f))).ToHashSet(StringComparer.Ordinal);
    }
}

/// <summary>Judges the packages of one index.</summary>
/// <param name="policy">What may enter.</param>
/// <param name="part">The same for this index.</param>
/// <param name="regenerates">Whether more than what is blocked can be left out.</param>
internal sealed class IndexEntry(EntryPolicy policy, PartPolicy part, bool regenerates)
{
    private readonly Dictionary<(string Name, string Architecture), HashSet<string>> _waiting = [];
    private readonly HashSet<(string Name, string Architecture)> _in = [];

    /// <summary>Whether a package has no version that may enter.</summary>
    public bool AnyWaits => _waiting.Keys.Any(k => !_in.Contains(k));

    /// <summary>Whether a version that the index lists may enter.</summary>
    /// <param name="name">The package.</param>
    /// <param name="version">Its version.</param>
    /// <param name="architecture">Its architecture.</param>
    /// <param name="source">What it was built from, as the stanza says it.</param>
    /// <param name="scope">The part of the repository.</param>
    /// <param name="isWanted">Whether the mirror would take it: what is said of others is not reported.</param>
    public bool LetsIn(ReadOnlySpan<byte> name, ReadOnlySpan<byte> version, ReadOnlySpan<byte> architecture, ReadOnlySpan<byte> source, string scope, bool isWanted)
    {
        var offered = VersionOf(name, version, architecture, source) with { Scope = scope };
        var verdict = part.Judge(offered);
        if (!regenerates && verdict.Ruling != Ruling.Blocked)
        {
            return true;
        }

        if (isWanted)
        {
            policy.Report.Add(offered, verdict);
        }

        var key = (offered.Name, offered.Part);
        if (verdict.IsIn)
        {
            _ = _in.Add(key);
        }
        else if (_waiting.TryGetValue(key, out var versions))
        {
            _ = versions.Add(offered.Version);
        }
        else
        {
            _waiting.Add(key, [offered.Version]);
        }

        return verdict.IsIn;
    }

    /// <summary>Whether a version that is published stays, since no version that upstream lists may enter. Its age is not asked for again.</summary>
    public bool Stays(ReadOnlySpan<byte> name, ReadOnlySpan<byte> version, ReadOnlySpan<byte> architecture, ReadOnlySpan<byte> source)
    {
        var key = (Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(architecture));
        return _waiting.TryGetValue(key, out var listed) && !_in.Contains(key) && !listed.Contains(Encoding.UTF8.GetString(version))
            && part.Judge(VersionOf(name, version, architecture, source)).Ruling is not (Ruling.Blocked or Ruling.Malicious);
    }

    private static UpstreamVersion VersionOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> version, ReadOnlySpan<byte> architecture, ReadOnlySpan<byte> source) =>
        new(Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(version), Encoding.UTF8.GetString(architecture))
        {
            Source = source.IsEmpty ? null : (Encoding.UTF8.GetString(RelationParser.NameOf(source)), Encoding.UTF8.GetString(SourceField.VersionOf(source, version))),
        };
}
