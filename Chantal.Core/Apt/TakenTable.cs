using System.Text;
using Chantal.Apt.Control;
using Chantal.Apt.Packages;
using Chantal.Repositories;

namespace Chantal.Apt;

/// <summary>The packages of a base, those of a source that the base does not have, and which of these are taken. The rows of the base come first.</summary>
internal sealed class TakenTable(TakeRequest request)
{
    private readonly ScopeCounts.Family _scopes = new ScopeCounts().Below("");
    private readonly HashSet<UInt128> _heldFiles = [];
    private readonly HashSet<UInt128> _offeredFiles = [];
    private readonly Dictionary<int, int?> _taken = [];
    private int? _held;

    /// <summary>All packages.</summary>
    public PackageTable Table { get; } = new(PackageFields.WithConflicts.Length);

    /// <summary>The rows of the base.</summary>
    public IEnumerable<int> Held => Enumerable.Range(0, _held ?? Table.Count);

    /// <summary>The rows of the source that the base does not have.</summary>
    public IEnumerable<int> Offered => Enumerable.Range(_held ?? Table.Count, Table.Count - (_held ?? Table.Count));

    /// <summary>The rows that are taken, in the order in which they were listed.</summary>
    public IEnumerable<int> Taken => _taken.Keys.Order();

    /// <summary>Reads an index of the base.</summary>
    /// <param name="content">The index.</param>
    /// <param name="name">Its path.</param>
    /// <param name="isAsked">Whether the source has the same one, so that what it lists answers for the source too.</param>
    /// <param name="cancellation">Ends the work.</param>
    public void AddHeld(Stream content, string name, bool isAsked, CancellationToken cancellation) => Read(content, name, isAsked, stanza =>
    {
        if (_heldFiles.Add(HeldFiles.KeyOf(stanza[PackageFields.Filename])))
        {
            Table.Add(stanza, _scopes.Of(stanza[PackageFields.Architecture]), name);
        }
    }, cancellation);

    /// <summary>Reads an index of the source, once those of the base are read. Says which files it offers.</summary>
    public IReadOnlySet<UInt128> AddOffered(Stream content, string name, CancellationToken cancellation)
    {
        _held ??= Table.Count;
        var offered = new HashSet<UInt128>();
        Read(content, name, isAsked: true, stanza =>
        {
            var file = HeldFiles.KeyOf(stanza[PackageFields.Filename]);
            if (!_heldFiles.Contains(file) && offered.Add(file) && _offeredFiles.Add(file))
            {
                Table.Add(stanza, _scopes.Of(stanza[PackageFields.Architecture]), name);
            }
        }, cancellation);
        return offered;
    }

    /// <summary>Whether the base or the result has a package.</summary>
    public bool IsThere(int row) => row < (_held ?? Table.Count) || _taken.ContainsKey(row);

    /// <summary>Whether a package is taken.</summary>
    public bool IsTaken(int row) => _taken.ContainsKey(row);

    /// <summary>Whether a package is taken because it, or an advisory, was named, and not for another one.</summary>
    public bool IsNamed(int row) => _taken.TryGetValue(row, out var neededBy) && neededBy is null;

    /// <summary>Takes a package.</summary>
    /// <param name="row">The package.</param>
    /// <param name="neededBy">For which other one; null: it was named.</param>
    /// <returns>Whether it was not taken before.</returns>
    public bool Take(int row, int? neededBy) => _taken.TryAdd(row, neededBy);

    /// <summary>The way from what was named to a package.</summary>
    public string PathTo(int row)
    {
        var names = new Stack<string>();
        for (int? at = row; at is { } step; at = _taken.GetValueOrDefault(step))
        {
            names.Push(NameOf(step));
        }

        return string.Join(" -> ", names);
    }

    /// <summary>A package's name.</summary>
    public string NameOf(int row) => Text(row, PackageFields.Package);

    /// <summary>A package with its version and architecture, for people.</summary>
    public string Show(int row) => $"{NameOf(row)} {Text(row, PackageFields.Version)} ({Table.ScopeOf(row).Architecture})";

    /// <summary>Name and architecture: of these, a host has one version.</summary>
    public (string Name, string Architecture) KeyOf(int row) => (NameOf(row), Table.ScopeOf(row).Architecture);

    /// <summary>Which version is newer.</summary>
    public int CompareVersions(int left, int right) => DebianVersion.Compare(Table.Field(left, PackageFields.Version), Table.Field(right, PackageFields.Version));

    /// <summary>The newest of each name and architecture.</summary>
    public Dictionary<(string Name, string Architecture), int> NewestOf(IEnumerable<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var newest = new Dictionary<(string, string), int>();
        foreach (var row in rows)
        {
            var key = KeyOf(row);
            if (!newest.TryGetValue(key, out var other) || CompareVersions(row, other) > 0)
            {
                newest[key] = row;
            }
        }

        return newest;
    }

    private string Text(int row, int field) => Encoding.UTF8.GetString(Table.Field(row, field));

    private void Read(Stream content, string name, bool isAsked, Action<Deb822Reader> add, CancellationToken cancellation)
    {
        using var stanza = new Deb822Reader(content, name, PackageFields.WithConflicts);
        while (stanza.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (isAsked)
            {
                Ask(stanza);
            }

            add(stanza);
        }
    }

    // What the base has already was asked for as well.
    private void Ask(Deb822Reader stanza)
    {
        var package = stanza[PackageFields.Package];
        var version = stanza[PackageFields.Version];
        var architecture = stanza[PackageFields.Architecture];
        _ = request.Names(package, version, architecture);
        if (stanza[PackageFields.Source] is { IsEmpty: false } source)
        {
            _ = request.Names(SourceName.Of(source, package), SourceName.VersionOf(source, version), architecture);
        }
    }
}
