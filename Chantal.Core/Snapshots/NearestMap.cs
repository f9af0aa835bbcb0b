using System.Text;
using System.Text.RegularExpressions;
using Chantal.Diagnostics;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>
/// A map for nginx (https://nginx.org/en/docs/http/ngx_http_map_module.html) from an address by time to that of the nearest snapshot before it: <c>snapshots/nearest.map</c>.
/// It follows from the links of <see cref="TimeLinks"/>, and is written whole after each change of them.
/// </summary>
internal sealed class NearestMap(StoreLayout layout, RefStore refs, ILog log)
{
    private const string What = "snapshots by time";

    /// <summary>Called before each change of what is published; tests end the run there.</summary>
    public Action? BeforeChange { get; init; }

    private ServedMark Marks => new(layout, log);

    private string? Before => Marks.IsOn(layout.PublishedNearest, What) ? File.ReadAllText(layout.PublishedNearest) : null;

    private bool IsTaken => Before is null && Path.Exists(layout.PublishedNearest);

    /// <summary>Whether the map is what it should be, or its place is somebody else's.</summary>
    public bool IsRight => IsTaken || Marks.TextOf(layout.PublishedNearest, What) == Text();

    /// <summary>Writes the map of all links by time, and deletes it if no link is left.</summary>
    public void Update()
    {
        var path = layout.PublishedNearest;
        if (IsTaken)
        {
            log.Info($"'{path}' is something else, so there is no map of snapshots by time.");
            return;
        }

        var text = Text();
        if (Before == text)
        {
            return;
        }

        BeforeChange?.Invoke();
        if (text is null)
        {
            File.Delete(path);
        }
        else
        {
            ServedFile.Write(path, text, layout.Durability);
        }
    }

    private string? Text() => string.Concat(Lines()) is { Length: > 0 } lines ? $"# {Marks.Of(What)}\n{lines}" : null;

    // nginx takes the first expression that matches: the latest snapshot that is not after the time.
    private IEnumerable<string> Lines()
    {
        var mirrors = refs.Snapshots().SelectMany(refs.MirrorsOf).Distinct().Order(StringComparer.Ordinal);
        foreach (var mirror in mirrors)
        {
            var folder = Regex.Escape(mirror).Replace("-", @"\-", StringComparison.Ordinal);
            foreach (var time in TimeLinks.Of(layout, mirror).OrderDescending(StringComparer.Ordinal))
            {
                yield return $"\"~^/snapshots/{folder}/(?:{NotBefore(time)})Z(?<snapshot_path>/.*)?$\" \"/snapshots/{mirror}/{time}${{snapshot_path}}\";\n";
            }
        }
    }

    // All texts of a time's form that are not before it: as it is up to some digit, and greater from there; or the same.
    private static string NotBefore(string time)
    {
        var digits = time.TrimEnd('Z');
        var branches = new StringBuilder();
        for (var at = 0; at < digits.Length; at++)
        {
            if (digits[at] is >= '0' and < '9')
            {
                branches.Append(digits, 0, at).Append(digits[at] == '8' ? "9" : $"[{(char)(digits[at] + 1)}-9]").Append(Rest(digits[(at + 1)..])).Append('|');
            }
        }

        return branches.Append(digits).ToString();
    }

    private static string Rest(string digits) =>
        string.Join('T', digits.Split('T').Select(part => part.Length == 0 ? "" : $@"\d{{{part.Length}}}"));
}
