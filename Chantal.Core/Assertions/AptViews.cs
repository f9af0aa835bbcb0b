using System.Text;
using Chantal.Apt.Control;
using Chantal.Apt.Packages;
using Chantal.Apt.Solving;
using Chantal.Content;
using Chantal.Installability;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Store;

namespace Chantal.Assertions;

/// <summary>
/// What machines can install from APT mirrors. They use the suites of one release together (<c>bookworm</c>, <c>bookworm-updates</c>, <c>bookworm-security</c>), but not
/// backports and proposed updates, from which they take nothing by themselves.
/// </summary>
/// <param name="layout">The store.</param>
/// <param name="generations">Its manifests.</param>
internal sealed class AptViews(StoreLayout layout, GenerationStore generations) : IViewReader
{
    private const string All = "all";

    private static readonly string[] Apart = ["-backports", "-proposed"];

    private sealed record Index(int State, string Suite, PlanEntry Entry)
    {
        public bool IsApart { get; } = Apart.Any(a => Suite.Contains(a, StringComparison.Ordinal));

        public string Release => IsApart ? Suite : Suite.Split('-', '/')[0];
    }

    /// <inheritdoc/>
    public bool IsIndex(PlanEntry entry) =>
        entry.Role != FileRole.Package && Path.GetFileName(CompressionNames.Split(entry.Path).Base) == "Packages" && !entry.Path.Contains("/debian-installer/", StringComparison.Ordinal);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ClientView>> ReadAsync(ViewRequest request, CancellationToken cancellation)
    {
        var (indices, held) = (new List<Index>(), new List<HashSet<string>>());
        for (var state = 0; state < request.States.Count; state++)
        {
            held.Add(new HashSet<string>(StringComparer.Ordinal));
            indices.AddRange(Indices(state, request.States[state], held[state], cancellation));
        }

        var own = indices.Where(i => i.State == 0 && (request.Parts.Count == 0 || request.Parts.Contains(i.Suite))).ToList();
        var views = new List<ClientView>();
        foreach (var release in own.Select(i => i.Release).Distinct().Order(StringComparer.Ordinal))
        {
            var used = own.Where(i => i.Release == release).Concat(indices.Where(i => i.State > 0).GroupBy(i => i.State).SelectMany(o => OfRelease([.. o], release))).ToList();
            var read = Read(used, held, cancellation);
            var names = read.Architectures.Where(a => request.Architectures.Count == 0 || request.Architectures.Contains(a)).DefaultIfEmpty(request.Architectures.Count > 0 ? request.Architectures[0] : All);
            views.AddRange(names.Order(StringComparer.Ordinal).Select(a => View(release, a, read.Table)));
        }

        return Task.FromResult<IReadOnlyList<ClientView>>(views);
    }

    // A mirror that does not have the release is made for all of them.
    private static IEnumerable<Index> OfRelease(List<Index> other, string release) => other.Exists(i => i.Release == release) ? other.Where(i => i.Release == release) : other.Where(i => !i.IsApart);

    private static ClientView View(string release, string architecture, PackageTable table)
    {
        // A mirror of a part of a distribution does not have what is essential, or not all of it.
        var packages = new AptPackages(table, new AptMachine(architecture, [], HasEssentials: true));
        if (packages.Count > 0 && new Solver(packages.Universe).Solve(packages.Count, CancellationToken.None) != Verdict.Installable)
        {
            packages = new AptPackages(table, new AptMachine(architecture, []));
        }

        return new ClientView(
            release.Length == 0 ? architecture : $"{release}, {architecture}", packages,
            [.. Enumerable.Range(0, packages.Count).Select(p => new PackageIdentity(Field(p, PackageFields.Package), Field(p, PackageFields.Version), Field(p, PackageFields.Architecture)))],
            RepositoryFormats.Find("apt")!.Versions);

        string Field(int package, int field) => Encoding.UTF8.GetString(table.Field(packages.RowOf(package), field));
    }

    private List<Index> Indices(int state, GenerationId generation, HashSet<string> held, CancellationToken cancellation)
    {
        var (roots, indices) = (new SortedSet<string>(StringComparer.Ordinal), new SortedDictionary<string, PlanEntry>(StringComparer.Ordinal));
        foreach (var entry in generations.Files([generation], cancellation))
        {
            if (entry.Role == FileRole.Package)
            {
                _ = held.Add(entry.Path);
            }
            else if (Path.GetFileName(entry.Path) is "Release" or "InRelease" && !entry.Path.Contains("/binary-", StringComparison.Ordinal))
            {
                _ = roots.Add(Path.GetDirectoryName(entry.Path) ?? "");
            }
            else if (IsIndex(entry) && CompressionNames.Split(entry.Path) is var (path, compression) && compression != Compression.Unread
                && (!indices.TryGetValue(path, out var other) || CompressionNames.ReadingCost(compression) < CompressionNames.ReadingCost(CompressionNames.Split(other.Path).Compression)))
            {
                indices[path] = entry;
            }
        }

        return [.. indices.Select(i => new Index(state, SuiteOf(i.Key, roots), i.Value))];
    }

    // An index belongs to the suite that it lies in most deeply.
    private static string SuiteOf(string index, IEnumerable<string> roots)
    {
        var root = roots.Where(r => r.Length == 0 || index.StartsWith(r + "/", StringComparison.Ordinal)).MaxBy(r => r.Length) ?? "";
        return root.StartsWith("dists/", StringComparison.Ordinal) ? root["dists/".Length..] : root;
    }

    // Each package once, and only what the state has: a list that is not rewritten names what was left out as well.
    private (PackageTable Table, IReadOnlySet<string> Architectures) Read(IEnumerable<Index> indices, List<HashSet<string>> held, CancellationToken cancellation)
    {
        var (table, scopes) = (new PackageTable(PackageFields.WithConflicts.Length), new ScopeCounts().Below(""));
        var (seen, architectures) = (new HashSet<(string, string)>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var index in indices)
        {
            using var content = IndexStream.Open(layout.Blob(index.Entry.Sha256!.Value), CompressionNames.Split(index.Entry.Path).Compression, index.Entry.Path, UnpackedContent.Unknown);
            using var stanza = new Deb822Reader(content, index.Entry.Path, PackageFields.WithConflicts);
            while (stanza.Read())
            {
                cancellation.ThrowIfCancellationRequested();
                if (stanza.Text(PackageFields.Filename) is { } file && held[index.State].Contains(RelativePath.Normalize(file)) && seen.Add((file, stanza.Text(PackageFields.Sha256) ?? "")))
                {
                    table.Add(stanza, scopes.Of(stanza[PackageFields.Architecture]), index.Entry.Path);
                    if (stanza.Text(PackageFields.Architecture) is { } architecture and not All)
                    {
                        _ = architectures.Add(architecture);
                    }
                }
            }
        }

        return (table, architectures);
    }
}
