using Chantal.Reports;
using Chantal.Repositories;
using Chantal.Runs;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Collection;

namespace Chantal.Core.Tests.Reports;

/// <summary>A made-up estate as one finds it at 6 in the morning: some mirrors, two weeks of nights, failures, advisories, a disk that fills.</summary>
internal static class SampleEstate
{
    private const long Gigabyte = 1L << 30;

    public static DateTime Now { get; } = new(2025, 3, 14, 6, 0, 0, DateTimeKind.Utc);

    private static readonly RunDiagnostic Unsigned = new("CHANTAL3004", "The InRelease of 'bookworm-security' is signed by a key that is not in the keyring: 05AB90340C0C5E797F44A8C8254CF3B5AEC0A8F0. If upstream has a new key, get it from the distribution's own site, check its fingerprint, and add it to SignedBy.");

    private static readonly RunDiagnostic Damaged = new("CHANTAL3201", "'AppStream/x86_64/os/Packages/k/kernel-5.14.0-503.31.1.el9_5.x86_64.rpm' does not have the checksum that the metadata gives, from any upstream.");

    private static readonly RunDiagnostic Incomplete = new("CHANTAL4903", "1 of 21 418 files could not be stored. What was published before is still served. The errors above name each file.");

    private static readonly RunDiagnostic Renamed = new("CHANTAL3311", "The Release of 'stable' calls itself 'trixie'. Set ExpectSuite to the names that you expect.");

    public static EstateReport Read()
    {
        List<MirrorReport> mirrors =
        [
            Mirror("alma9", 92, 0.004) with { SinceYesterday = Changes("alma9", "yesterday", 37, 4) },
            Mirror("alpine", 11, 0.01),
            Mirror("debian", 78, 0.002, warnings: [Renamed]) with { SinceYesterday = Changes("debian", "yesterday", 12, 0) },
            Failing("debian-security", 14, 3, Unsigned) with { Roots = [new("dists/bookworm-security", Now.AddDays(-4), Now.AddHours(31), [])] },
            Mirror("epel9", 24, 0.006) with { SinceYesterday = Changes("epel9", "yesterday", 140, 9) },
            Stale("opensuse-leap", 61),
            Mirror("pypi-internal-and-everything-it-needs", 310, 0.02),
            Failing("rocky9", 88, 1, Damaged, Incomplete),
            new("sles15", Freshness.Failing, null, null, [Run("sles15", Now.Date.AddHours(3), 0, RunOutcome.Failed, [new("CHANTAL1003", "https://updates.suse.com/ answered 401 to the request for 'repo/repoindex.xml'. Put the credentials in a netrc file, and name it as NetrcFile.")])]),
            Mirror("tools", 3, 0) with { Verification = null },
            Mirror("ubuntu", 240, 0.003) with { Verification = new(Now.AddHours(-3), 1, 2) },
        ];
        var snapshots = mirrors.Where(m => m.Head is not null).SelectMany(m => (SnapshotEntry[])[Snapshot("2025-03", m, 5), Snapshot("2025-02", m, 33)]).OrderByDescending(s => s.Ref.Time).ToList();
        return new EstateReport(
            "mirrors.example.org", Now, "/srv/chantal", TimeSpan.FromHours(36), mirrors,
            new StoreStatistics([.. mirrors.Select(m => m.Head).OfType<StateStatistics>()], 1900 * Gigabyte, 840 * Gigabyte), snapshots, [.. snapshots.Where(s => s.Name == "2025-02").Select(Prod)])
        {
            Disk = new DiskSpace(41 * Gigabyte, 1024 * Gigabyte),
            Growth = new StoreGrowth(4.3 * Gigabyte, 14),
            Waiting = [Changes("alma9", "prod", 411, 31), Changes("debian", "prod", 96, 0), Changes("epel9", "prod", 603, 44), Changes("rocky9", "prod", 388, 29), Changes("ubuntu", "prod", 208, 0), Changes("tools", "prod", 0, 0)],
        };
    }

    private static MirrorReport Mirror(string name, long gigabytes, double growth, IReadOnlyList<RunDiagnostic>? warnings = null)
    {
        var runs = Enumerable.Range(0, 40)
            .Select(n => Run(name, Night(name, n), (long)(gigabytes * Gigabyte * (1 - (growth * (n / 2)))), RunOutcome.Succeeded, [], n == 0 ? warnings : null) with { Generation = growth == 0 ? "g" : $"g{n / 2}" })
            .ToList();
        return new(name, Freshness.Fresh, runs[0].Ended, Head(name, runs[0]), runs) { Verification = new(Now.AddHours(-5), 0.1, 0), Roots = [new("dists/x", Now.AddHours(-9), null, [])] };
    }

    private static MirrorReport Failing(string name, long gigabytes, int nights, params RunDiagnostic[] errors)
    {
        var well = Mirror(name, gigabytes, 0.004);
        List<RunReport> runs = [.. well.Runs.Select((r, n) => n < nights ? r with { Outcome = n == 1 ? RunOutcome.Interrupted : RunOutcome.Failed, Errors = errors, ErrorCount = errors.Length, Bytes = well.Runs[nights].Bytes, Generation = well.Runs[nights].Generation } : r)];
        return well with { Freshness = Freshness.Failing, LastSuccess = runs[nights].Ended, Runs = runs, Head = Head(name, runs[0]) };
    }

    private static MirrorReport Stale(string name, long gigabytes)
    {
        var well = Mirror(name, gigabytes, 0.001);
        List<RunReport> runs = [.. well.Runs.Skip(4)];
        return well with { Freshness = Freshness.Stale, LastSuccess = runs[0].Ended, Runs = runs };
    }

    private static DateTime Night(string name, int ago) => Now.Date.AddDays(-ago).AddHours(1.5).AddMinutes(name.Length * 7);

    private static RunReport Run(string mirror, DateTime ended, long bytes, RunOutcome outcome, IReadOnlyList<RunDiagnostic> errors, IReadOnlyList<RunDiagnostic>? warnings = null) => new()
    {
        Run = "nightly",
        Mirror = mirror,
        Began = ended.AddMinutes(-9),
        Ended = ended,
        Outcome = outcome,
        Generation = bytes == 0 ? null : "g",
        Files = bytes / (4 << 20),
        Bytes = bytes,
        StoreBytes = (840 * Gigabyte) - (long)((Now - ended).TotalDays * 4.3 * Gigabyte),
        Errors = errors,
        ErrorCount = errors.Count,
        Warnings = warnings ?? [],
        WarningCount = warnings?.Count ?? 0,
    };

    private static StateStatistics Head(string mirror, RunReport run) => new("mirror", "", mirror, run.Files, run.Bytes, (long)(run.Bytes * 0.8), run.Bytes / 3);

    private static SnapshotEntry Snapshot(string name, MirrorReport mirror, int days) =>
        new(name, mirror.Name, new Ref { Generation = new string('a', 64), Time = Now.AddDays(-days), Files = mirror.Head!.Files, Bytes = mirror.Head.Bytes, Description = "monthly patch round", IsPinned = name == "2025-02" });

    private static SnapshotEntry Prod(SnapshotEntry snapshot) => snapshot with { Name = "prod", Ref = snapshot.Ref with { Snapshot = "2025-02", Time = Now.AddDays(-30), Before = [new ChannelMove("2025-01", new string('b', 64), Now.AddDays(-60))] } };

    private static StateDiff Changes(string mirror, string from, int packages, int advisories) => new(
        mirror, from, "head",
        [
            .. Enumerable.Range(0, packages).Select(n => new PackageChange(
                n % 3 == 0 ? $"kernel-modules-extra-{n}" : $"lib{mirror}-{n}", n % 2 == 0 ? "x86_64" : "noarch", n % 7 == 6 ? PackageChangeKind.Added : n % 11 == 10 ? PackageChangeKind.Removed : PackageChangeKind.Upgraded,
                [$"1.{n}-1.el9"], [$"1.{n}-2.el9"], (n + 1) * 80_000L, n * 79_000L)),
        ],
        [
            .. Enumerable.Range(0, advisories).Select(n => new AdvisoryChange(new Advisory(
                $"ALSA-2025:{2000 + n}", n % 3 == 2 ? "bugfix" : "security", n % 3 == 2 ? null : (string[])["Critical", "Important", "Moderate", "Low"] is var words ? words[n % 13 == 0 ? 0 : 1 + (n % 3)] : null,
                $"package {n} security update", [$"CVE-2025-{1000 + n}", $"CVE-2025-{3000 + n}"]), null, [])),
        ]);
}
