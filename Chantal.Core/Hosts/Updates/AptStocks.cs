using System.Text;
using Chantal.Apt.Control;
using Chantal.Content;
using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Hosts.Updates;

/// <summary>Reads what each suite of an APT mirror's state offers: what its indices list and the state holds.</summary>
/// <param name="layout">The store.</param>
/// <param name="mirror">The mirror.</param>
internal sealed class AptStocks(StoreLayout layout, string mirror)
{
    private const int MaxReleaseLines = 100;

    private static readonly string[] Fields = ["Package", "Version", "Architecture", "Filename"];

    /// <summary>Reads them.</summary>
    /// <param name="entries">The state's files.</param>
    /// <param name="cancellation">Ends the work.</param>
    public IReadOnlyList<Stock> Read(IEnumerable<PlanEntry> entries, CancellationToken cancellation)
    {
        var held = new HashSet<string>(StringComparer.Ordinal);
        var (roots, indices) = (new Dictionary<string, PlanEntry>(StringComparer.Ordinal), new Dictionary<string, PlanEntry>(StringComparer.Ordinal));
        foreach (var entry in entries)
        {
            if (entry.Role == FileRole.Package)
            {
                held.Add(entry.Path);
            }
            else if (Path.GetFileName(entry.Path) is "Release" or "InRelease" && !entry.Path.Contains("/binary-", StringComparison.Ordinal))
            {
                // Either says the same.
                roots[Directory(entry.Path)] = entry;
            }
            else if (CompressionNames.Split(entry.Path) is var (path, compression) && compression != Compression.Unread && Path.GetFileName(path) == "Packages" && !path.Contains("/debian-installer/", StringComparison.Ordinal))
            {
                if (!indices.TryGetValue(path, out var other) || Cost(entry) < Cost(other))
                {
                    indices[path] = entry;
                }
            }
        }

        return [.. roots.Select(r => Read(r.Key, r.Value, [.. indices.Values.Where(i => IsOf(i.Path, r.Key, roots.Keys))], held, cancellation))];
    }

    // An index belongs to the suite that it lies in most deeply.
    private static bool IsOf(string index, string suite, IEnumerable<string> suites) =>
        suites.Where(s => s.Length == 0 || index.StartsWith(s + "/", StringComparison.Ordinal)).MaxBy(s => s.Length) == suite;

    private static int Cost(PlanEntry index) => CompressionNames.ReadingCost(CompressionNames.Split(index.Path).Compression);

    private static string Directory(string path) => path.LastIndexOf('/') is > 0 and var at ? path[..at] : "";

    private Stock Read(string suite, PlanEntry root, IReadOnlyList<PlanEntry> indices, HashSet<string> held, CancellationToken cancellation)
    {
        var release = ReadRelease(root);
        var names = new[] { suite.StartsWith("dists/", StringComparison.Ordinal) ? suite["dists/".Length..] : "", Of("Codename"), Of("Suite") };
        var stock = new Stock(mirror, "apt", system => AptDistribution.Fits(system, names))
        {
            Use = Of("NotAutomatic") != "yes" ? StockUse.Always : Of("ButAutomaticUpgrades") == "yes" ? StockUse.ForItsOwn : StockUse.Never,
            IsSecurity = names.Any(n => n.EndsWith("-security", StringComparison.Ordinal) || n.EndsWith("/updates", StringComparison.Ordinal)) || Of("Label") == "Debian-Security",
        };
        foreach (var index in indices)
        {
            Read(index, stock, held, cancellation);
        }

        return stock;

        string Of(string field) => release.GetValueOrDefault(field, "");
    }

    private void Read(PlanEntry index, Stock stock, HashSet<string> held, CancellationToken cancellation)
    {
        using var content = IndexStream.Open(layout.Blob(index.Sha256!.Value), CompressionNames.Split(index.Path).Compression, index.Path, UnpackedContent.Unknown);
        using var stanzas = new Deb822Reader(content, index.Path, Fields);
        while (stanzas.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (stanzas.Text(0) is { } name && stanzas.Text(1) is { } version && stanzas.Text(3) is { } file && held.Contains(RelativePath.Normalize(file)))
            {
                stock.Add(new PackageIdentity(name, version, stanzas.Text(2) ?? "all"));
            }
        }
    }

    // Only its head: what is behind that is lists of files.
    private Dictionary<string, string> ReadRelease(PlanEntry root)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        using var lines = new LineReader(new FileStream(layout.Blob(root.Sha256!.Value), FileMode.Open, FileAccess.Read, FileShare.Read, 1));
        for (var number = 0; number < MaxReleaseLines && lines.TryRead(out var bytes); number++)
        {
            var line = Encoding.UTF8.GetString(bytes);
            if (line.IndexOf(": ", StringComparison.Ordinal) is > 0 and var at && line[0] != ' ')
            {
                fields[line[..at]] = line[(at + 2)..].Trim();
            }
        }

        return fields;
    }
}
