using System.Runtime.CompilerServices;
using System.Text;
using Chantal.Apt.Control;
using Chantal.Apt.Packages;
using Chantal.Apt.Release;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.Apt;

/// <summary>
/// Takes the packages of one index after another, filters them, and writes them into the plan: at once, so that no package
/// stays in memory; or, where dependencies are wanted, when all are known.
/// </summary>
internal sealed class PackageCollector
{
    private readonly AptDefinition _definition;
    private readonly NamePatterns _named;
    private readonly PackagePatterns _excluded;
    private readonly PoolWriter _pool;
    private readonly ScopeCounts _counts;
    private readonly SeenFiles? _seen;
    private readonly PoolEntry? _entry;
    private readonly PackageTable? _table;
    private readonly List<SelectedVersion>? _versions;
    private bool _completed;

    /// <param name="definition">What the mirror takes.</param>
    /// <param name="named">Patterns of names to keep; empty: all.</param>
    /// <param name="excluded">What is left out.</param>
    /// <param name="pool">Takes the packages.</param>
    /// <param name="counts">Counts them.</param>
    /// <param name="seen">The files that are known already; null: a file that is listed twice is added twice.</param>
    /// <param name="entry">What may enter; null: everything.</param>
    public PackageCollector(AptDefinition definition, NamePatterns named, PackagePatterns excluded, PoolWriter pool, ScopeCounts counts, SeenFiles? seen, PoolEntry? entry)
    {
        _entry = entry;
        _seen = seen;
        _definition = definition;
        _named = named;
        _excluded = excluded;
        _pool = pool;
        _counts = counts;

        // Without names everything is taken, with all that it needs.
        _table = definition.IncludeDependencies && !named.IsEmpty ? new PackageTable(PackageFields.WithRelations.Length) : null;
        _versions = _table is null && !(named.IsEmpty && excluded.IsEmpty) ? [] : null;
        SourceNames = definition.IncludeSources && !named.IsEmpty ? new HashSet<string>(StringComparer.Ordinal) : null;
    }

    /// <summary>Names of the source packages that the selected packages were built from; null: all sources are wanted.</summary>
    public HashSet<string>? SourceNames { get; }

    /// <summary>What became of each package, once every index is read and <see cref="Complete"/> was called; null: everything is taken.</summary>
    public IEnumerable<SelectedVersion>? Versions { get => _versions ?? field; private set; }

    /// <summary>Reads a Packages index, and says how many packages it lists.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long Read(Stream content, SelectedIndex index, AptSuite suite, CancellationToken cancellation)
    {
        var entry = _entry?.Open(index);
        var listed = Read(content, index, suite, entry, null, cancellation);
        if (entry is not null)
        {
            _entry!.FindStaying(index, entry, cancellation);
            if (_entry.StayingIn(index.BasePath) is { Count: > 0 } staying && _entry.OpenPublished(index.BasePath, cancellation) is { } published)
            {
                _ = Read(published, index, suite, null, staying, cancellation);
            }
        }

        return listed;
    }

    // Of an index as it is published, only what stays.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long Read(Stream content, SelectedIndex index, AptSuite suite, IndexEntry? entry, IReadOnlySet<string>? staying, CancellationToken cancellation)
    {
        // Packages of the installer live by themselves: no dependency of a system's leads to them.
        var table = index.Path.Contains("debian-installer/", StringComparison.Ordinal) ? null : _table;
        using var stanza = new Deb822Reader(content, index.Path, table is null ? PackageFields.Plain : PackageFields.WithRelations);
        var scopes = _counts.Below(ScopeOf(index, suite));
        var listed = 0L;
        while (stanza.Read())
        {
            listed++;
            cancellation.ThrowIfCancellationRequested();
            var name = stanza[PackageFields.Package];
            var architecture = stanza[PackageFields.Architecture];
            if (name.IsEmpty || architecture.IsEmpty || stanza[PackageFields.Filename].IsEmpty)
            {
                throw stanza.Malformed("the stanza does not have a Package, an Architecture or a Filename");
            }

            var scope = scopes.Of(architecture);
            if (staying?.Contains(Encoding.UTF8.GetString(stanza[PackageFields.Filename])) == false)
            {
                continue;
            }

            // Asked for every package, whether it is wanted or not: what is seen is seen. One that others may need is wanted too.
            var letsIn = entry?.LetsIn(name, stanza[PackageFields.Version], architecture, stanza[PackageFields.Source], scope.Name, table is not null || _named.IsEmpty || _named.IsMatch(name)) != false;
            if ((suite.IsFlat && !Takes(scope.Architecture)) || _seen?.Add(stanza[PackageFields.Filename], stanza[PackageFields.Size], DigestOf(stanza)) == false)
            {
                continue;
            }

            _ = FileLine.TryParseSize(stanza[PackageFields.Size], out var size);
            scope.CountAvailable(size);

            // Asked for every package, so that no exclusion is called useless that is not.
            var isExcluded = _excluded.IsMatch(name, stanza[PackageFields.Version], architecture);
            if (!letsIn)
            {
                continue;
            }

            if (table is not null)
            {
                table.Add(stanza, scope, index.Path);
            }
            else if (Judge(stanza, isExcluded))
            {
                Select(
                    new PoolWriter.Listing
                    {
                        Name = name,
                        Version = stanza[PackageFields.Version],
                        Path = stanza[PackageFields.Filename],
                        Size = stanza[PackageFields.Size],
                        Sha256 = stanza[PackageFields.Sha256],
                        Sha512 = stanza[PackageFields.Sha512],
                        Sha1 = stanza[PackageFields.Sha1],
                        Md5 = stanza[PackageFields.Md5],
                        Source = stanza[PackageFields.Source],
                    },
                    scope,
                    index.Path);
            }
        }

        return listed;
    }

    /// <summary>Follows dependencies, where they are wanted, once every index is read. Further calls do nothing.</summary>
    public void Complete(ILog log)
    {
        if (_table is null || _completed)
        {
            return;
        }

        _completed = true;

        var closure = new DependencyClosure(_table, _definition, _excluded, log);
        var taken = closure.Resolve(_named);
        Versions = ClosureReasons.Of(_table, closure, taken, _named, _excluded);
        foreach (var row in taken)
        {
            Select(
                new PoolWriter.Listing
                {
                    Name = _table.Field(row, PackageFields.Package),
                    Version = _table.Field(row, PackageFields.Version),
                    Path = _table.Field(row, PackageFields.Filename),
                    Size = _table.Field(row, PackageFields.Size),
                    Sha256 = _table.Field(row, PackageFields.Sha256),
                    Sha512 = _table.Field(row, PackageFields.Sha512),
                    Sha1 = _table.Field(row, PackageFields.Sha1),
                    Md5 = _table.Field(row, PackageFields.Md5),
                    Source = _table.Field(row, PackageFields.Source),
                },
                _table.ScopeOf(row),
                _table.ListedIn(row));
        }
    }

    private bool Judge(Deb822Reader stanza, bool isExcluded)
    {
        var isTaken = !isExcluded && (_named.IsEmpty || _named.IsMatch(stanza[PackageFields.Package]));
        if (_versions is not null)
        {
            var name = Encoding.UTF8.GetString(stanza[PackageFields.Package]);
            _ = FileLine.TryParseSize(stanza[PackageFields.Size], out var size);
            _versions.Add(new SelectedVersion(
                new PackageIdentity(name, Encoding.UTF8.GetString(stanza[PackageFields.Version]), Encoding.UTF8.GetString(stanza[PackageFields.Architecture])),
                size,
                isExcluded ? SelectionCause.Excluded : !isTaken ? SelectionCause.Unnamed : _named.IsEmpty ? SelectionCause.All : SelectionCause.Named)
            {
                Detail = isTaken ? _named.Matching(name) : null,
            });
        }

        return isTaken;
    }

    private void Select(in PoolWriter.Listing listing, ScopeCounts.Scope scope, string listedIn)
    {
        _pool.Add(listing, FileRole.Package, scope, listedIn);
        _ = FileLine.TryParseSize(listing.Size, out var size);
        scope.CountSelected(size);

        // "Source: name (version)" where it differs from the package's own.
        _ = SourceNames?.Add(Encoding.UTF8.GetString(listing.Source.IsEmpty ? listing.Name : RelationParser.NameOf(listing.Source)));
    }

    private static ReadOnlySpan<byte> DigestOf(Deb822Reader stanza)
    {
        foreach (var field in (ReadOnlySpan<int>)[PackageFields.Sha256, PackageFields.Sha512, PackageFields.Sha1])
        {
            if (!stanza[field].IsEmpty)
            {
                return stanza[field];
            }
        }

        return stanza[PackageFields.Md5];
    }

    private bool Takes(string architecture) =>
        _definition.Architectures.Count == 0 || architecture == AptArchitecture.All || _definition.Architectures.Contains(architecture);

    // The packages' own architecture completes the scope.
    private static string ScopeOf(SelectedIndex index, AptSuite suite) =>
        suite.IsFlat ? suite.Label : index.Scope[..index.Scope.LastIndexOf('/')];
}
