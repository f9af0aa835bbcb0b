using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Transfer.Origins;

/// <summary>
/// Credentials from a netrc file: <c>machine</c>, <c>default</c>, <c>login</c>, <c>password</c>, <c>account</c>, macros skipped,
/// quoted values, comments. The first entry that matches a URL is used.
/// </summary>
internal sealed class Netrc
{
    private const long MaxFileSize = 1 << 20;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly IReadOnlyList<NetrcEntry> _entries;

    private Netrc(IReadOnlyList<NetrcEntry> entries) => _entries = entries;

    /// <summary>Reads entries from text.</summary>
    /// <exception cref="FormatException">The text is not a netrc file.</exception>
    public static Netrc Parse(string text) => new(NetrcParser.Parse(text));

    /// <summary>Reads the file the options name, or the user's own; null if there is neither.</summary>
    public static Netrc? Load(string? file, ILog log)
    {
        var path = file ?? DefaultPath();
        if (path is null)
        {
            return null;
        }

        try
        {
            var information = new FileInfo(path);
            if (information.Length > MaxFileSize)
            {
                throw new FormatException($"it is larger than {Quantity.Bytes(MaxFileSize)}");
            }

            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            {
                log.Warning(OriginDiagnostics.NetrcExposed(path));
            }

            return Parse(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            throw OriginDiagnostics.NetrcUnreadable(path, exception);
        }
    }

    /// <summary>The credential for a URL, or null.</summary>
    public Credential? Find(Uri url)
    {
        foreach (var entry in _entries)
        {
            if (entry.Matches(url))
            {
                return new Credential(entry.Login, entry.Password);
            }
        }

        return null;
    }

    private static string? DefaultPath()
    {
        if (Environment.GetEnvironmentVariable("NETRC") is { Length: > 0 } named)
        {
            return named;
        }

        var path = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".netrc");
        return File.Exists(path) ? path : null;
    }
}
