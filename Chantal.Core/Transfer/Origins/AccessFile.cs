using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Transfer.Origins;

/// <summary>
/// What requests to some servers carry beside a login: tokens in the query, as SUSE Customer Center gives them, and headers, as the Unbreakable Linux Network
/// wants them. Values are added to a request when it is sent, so that neither plans nor logs know them.
/// </summary>
internal sealed class AccessFile
{
    private const long MaxFileSize = 1 << 20;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly IReadOnlyList<AccessEntry> _entries;

    private AccessFile(IReadOnlyList<AccessEntry> entries) => _entries = [.. entries.OrderByDescending(e => e.Depth)];

    /// <summary>Reads a file's text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="environment">Reads variables, for values such as <c>${SCC_TOKEN}</c>.</param>
    /// <exception cref="FormatException">The text is not an access file. The message does not show values.</exception>
    public static AccessFile Parse(string text, Func<string, string?> environment) => new(AccessFileParser.Parse(text, environment).Entries);

    /// <summary>Reads a file; null if none is named.</summary>
    /// <param name="path">The file.</param>
    /// <param name="environment">Reads variables.</param>
    /// <param name="log">Hears that others can read the secrets in it.</param>
    public static AccessFile? Load(string? path, Func<string, string?> environment, ILog log)
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            if (new FileInfo(path).Length > MaxFileSize)
            {
                throw new FormatException($"it is larger than {Quantity.Bytes(MaxFileSize)}.");
            }

            var (entries, hasSecrets) = AccessFileParser.Parse(File.ReadAllText(path), environment);
            if (hasSecrets && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            {
                log.Warning(OriginDiagnostics.AccessFileExposed(path));
            }

            return new AccessFile(entries);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            throw OriginDiagnostics.AccessFileUnreadable(path, exception);
        }
    }

    /// <summary>The URL as it is asked for: with the query that it is to carry, behind one that it has.</summary>
    public Uri WithQuery(Uri url)
    {
        if (_entries.FirstOrDefault(e => e.Header is null && e.Covers(url)) is not { } entry)
        {
            return url;
        }

        return new UriBuilder(url) { Query = url.Query.Length > 1 ? $"{url.Query[1..]}&{entry.Value}" : entry.Value }.Uri;
    }

    /// <summary>The headers that a request for the URL is to carry, each once.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> HeadersFor(Uri url) =>
        [.. _entries.Where(e => e.Header is not null && e.Covers(url)).DistinctBy(e => e.Header, StringComparer.OrdinalIgnoreCase).Select(e => KeyValuePair.Create(e.Header!, e.Value))];
}
