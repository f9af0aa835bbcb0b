using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Store;

namespace Chantal.Runs;

/// <summary>What there is to know of a mirror beside its last run, for who watches it.</summary>
internal sealed record MirrorFacts
{
    /// <summary>The file system that the store is on, or null if the system does not say.</summary>
    public DiskSpace? Disk { get; init; }

    /// <summary>How the store grew; null: too little is known.</summary>
    public StoreGrowth? Growth { get; init; }

    /// <summary>The last verification, or null if the mirror was never verified.</summary>
    public VerificationRecord? Verification { get; init; }

    /// <summary>The upstream's roots that the mirror's head rests on.</summary>
    public IReadOnlyList<PlanRoot> Roots { get; init; } = [];

    /// <summary>When keys that signed these roots expire, by fingerprint; keys that never do are not here.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> KeyEnds { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>Advisories of the head that a channel does not show yet, by channel and severity; null: the format has none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<AdvisorySeverity, int>>? Waiting { get; init; }

    /// <summary>What channels show of the mirror.</summary>
    public IReadOnlyList<ShownState> Shown { get; init; } = [];
}

/// <summary>The space of a file system.</summary>
/// <param name="Free">Bytes that can still be written.</param>
/// <param name="Size">Bytes in all.</param>
internal sealed record DiskSpace(long Free, long Size)
{
    /// <summary>The space where a directory is; null if the system does not say.</summary>
    public static DiskSpace? Of(string directory)
    {
        try
        {
            var drive = new DriveInfo(directory);
            return new DiskSpace(drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
