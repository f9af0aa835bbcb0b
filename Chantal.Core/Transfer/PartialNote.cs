using System.Text.Json;
using Chantal.Plans;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>What lies beside a partial download, so that a later process can continue it.</summary>
/// <param name="Version">The format; another one is ignored.</param>
/// <param name="Url">Where the bytes came from, without credentials and query.</param>
/// <param name="Digest">The digest the file should have, or null.</param>
/// <param name="Validator">What <c>If-Range</c> should hold, or null.</param>
/// <param name="LastModified">When the server says the file was last modified.</param>
/// <param name="Boot">The boot of the machine in which the bytes were written.</param>
internal sealed record PartialNote(int Version, string Url, string? Digest, string? Validator, DateTimeOffset? LastModified, string? Boot)
{
    /// <summary>Smallest file that is continued; below it, beginning again costs less than the notes.</summary>
    public const long MinSize = 1 << 20;

    private const int CurrentVersion = 1;

    public static string PathFor(string partialPath) => partialPath + ".json";

    public static PartialNote For(Uri url, DownloadRequest request, string? validator, DateTimeOffset? lastModified) =>
        new(CurrentVersion, SafeUrl.Show(url), DigestOf(request), validator, lastModified, BootId());

    /// <summary>The note, or null if it is missing or cannot be understood.</summary>
    public static PartialNote? Load(string partialPath)
    {
        try
        {
            var path = PathFor(partialPath);
            return File.Exists(path)
                && StrictJson.Read(File.ReadAllBytes(path), PartialNoteJson.Read) is { Version: CurrentVersion } note
                ? note
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public byte[] Serialize() => JsonOutput.Write(this, PartialNoteJson.Write);

    /// <summary>Whether the bytes beside this note may begin the requested file.</summary>
    public bool Continues(DownloadRequest request) =>
        // Without a digest nobody would notice pages that a power loss left empty; a killed process leaves none.
        Digest == DigestOf(request) && (request.HasDigest || (Validator is not null && Boot is not null && Boot == BootId()));

    private static string? DigestOf(DownloadRequest request) =>
        request.Sha256 is { } sha256 ? $"sha256:{sha256}" : request.Checksum?.ToString();

    private static string? BootId()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
