namespace Chantal.Mirroring;

/// <summary>Stops a sync before it fills the disk.</summary>
internal static class FreeSpace
{
    /// <summary>Left over for what a plan does not count: metadata, the index, the published tree's directories.</summary>
    private const long Reserve = 64L << 20;

    public static void Require(string directory, long bytes, string what = "The sync")
    {
        var free = new DriveInfo(directory).AvailableFreeSpace;
        if (bytes + Reserve > free)
        {
            throw MirroringDiagnostics.NotEnoughSpace(what, bytes, Reserve, directory, free);
        }
    }
}
