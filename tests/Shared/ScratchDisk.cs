namespace Chantal.Shared;

/// <summary>
/// Where tests make their files. They make and delete them by the ten thousand, which costs a disk's file system as much time as all the rest of
/// the inner rungs: they are made in memory where there is room for them.
/// </summary>
internal static class ScratchDisk
{
    private const string Memory = "/dev/shm";
    private const long Room = 4L << 30;

    private static string? _root;

    /// <summary>A directory on another file system than the files of tests.</summary>
    public static string Elsewhere => _root is null ? Memory : AppContext.BaseDirectory;

    /// <summary>Makes the temporary directory of this process, and of those that it starts, one in memory; <c>TMPDIR</c> says otherwise.</summary>
    public static void Use()
    {
        if (Environment.GetEnvironmentVariable("TMPDIR") is null && TakesPrograms() && new DriveInfo(Memory).AvailableFreeSpace > Room)
        {
            // A short name: sockets are below it.
            _root = Path.Combine(Memory, $"chantal-{Environment.ProcessId}");
            Directory.CreateDirectory(_root);
            Environment.SetEnvironmentVariable("TMPDIR", _root);
        }
    }

    /// <summary>Deletes what is left.</summary>
    public static void Delete()
    {
        if (_root is not null)
        {
            Directory.Delete(_root, recursive: true);
        }
    }

    private static bool TakesPrograms() =>
        File.ReadLines("/proc/mounts").Any(line => line.Split(' ') is [_, Memory, "tmpfs", var options, ..] && !options.Split(',').Contains("noexec"));
}
