using System.Globalization;
using System.Text;
using Chantal.Plans;

namespace Chantal.Apt.Release;

/// <summary>
/// Writes a Release of the site's own: what upstream's says of the suite, with other files, and dates that are given. Equal contents are equal bytes. What ties
/// clients to upstream's signature or addresses (<c>Signed-By</c>, <c>Snapshots</c>) has no place in it.
/// </summary>
internal static class ReleaseWriter
{
    private static readonly (string Field, HashKind Kind)[] Sections =
        [("MD5Sum", HashKind.Md5), ("SHA1", HashKind.Sha1), ("SHA256", HashKind.Sha256), ("SHA512", HashKind.Sha512)];

    /// <summary>The file.</summary>
    /// <param name="upstream">What upstream's Release says of the suite; its dates and files do not count.</param>
    /// <param name="entries">The files that it lists, each by all the checksums that it is to be listed with.</param>
    /// <param name="date">The <c>Date</c>, or null for a Release without one, of which apt warns.</param>
    /// <param name="validUntil">The <c>Valid-Until</c>, or null for a Release without one.</param>
    public static byte[] Write(ReleaseFile upstream, IReadOnlyList<ReleaseEntry> entries, DateTimeOffset? date, DateTimeOffset? validUntil)
    {
        ArgumentNullException.ThrowIfNull(upstream);
        ArgumentNullException.ThrowIfNull(entries);
        var text = new StringBuilder();
        Add("Origin", upstream.Origin);
        Add("Label", upstream.Label);
        Add("Suite", upstream.Suite);
        Add("Version", upstream.Version);
        Add("Codename", upstream.Codename);
        Add("Changelogs", upstream.Changelogs);
        Add("Date", Show(date));
        Add("Valid-Until", Show(validUntil));
        Add("NotAutomatic", upstream.NotAutomatic);
        Add("ButAutomaticUpgrades", upstream.ButAutomaticUpgrades);
        Add("Acquire-By-Hash", upstream.AcquireByHash ? "yes" : null);
        Add("No-Support-for-Architecture-all", upstream.NoSupportForAll);
        Add("Architectures", Words(upstream.Architectures));
        Add("Components", Words(upstream.Components));
        Add("Description", upstream.Description);
        foreach (var (field, kind) in Sections)
        {
            AddSection(field, kind);
        }

        return Encoding.UTF8.GetBytes(text.ToString());

        // Lines of a longer text are continued by a blank (Debian Policy section 5.1).
        void Add(string field, string? value)
        {
            if (value is not null)
            {
                text.Append(field).Append(": ").Append(value.Replace("\n", "\n ", StringComparison.Ordinal)).Append('\n');
            }
        }

        void AddSection(string field, HashKind kind)
        {
            var listed = entries.SelectMany(e => e.Checksums.Where(c => c.Kind == kind).Select(c => (c.Hex, e.Size, e.Path))).OrderBy(e => e.Path, StringComparer.Ordinal).ToList();
            if (listed.Count > 0)
            {
                text.Append(field).Append(":\n");
                listed.ForEach(e => text.Append(CultureInfo.InvariantCulture, $" {e.Hex} {e.Size} {e.Path}\n"));
            }
        }
    }

    private static string? Words(IReadOnlyList<string> words) => words.Count > 0 ? string.Join(' ', words) : null;

    private static string? Show(DateTimeOffset? date) => date?.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
