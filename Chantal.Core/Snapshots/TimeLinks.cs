using System.Globalization;
using System.Text.RegularExpressions;
using Chantal.Diagnostics;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Snapshots;

/// <summary>
/// The addresses by time of a mirror's published snapshots: links <c>snapshots/&lt;mirror&gt;/20250115T060000Z</c>, as the snapshot services of
/// Debian and Ubuntu have them. They follow from the refs, so each update makes them right, whatever an earlier run left.
/// </summary>
internal sealed partial class TimeLinks(StoreLayout layout, RefStore refs, ILog log)
{
    private const string Form = "yyyyMMdd'T'HHmmss'Z'";
    private const string Parent = "../";

    private readonly TreeOwner _owner = new(layout, layout.Initialize(log));

    /// <summary>Called before each change of what is published; tests end the run there.</summary>
    public Action? BeforeChange { get; init; }

    /// <summary>Makes a mirror's links what its snapshots say.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="leaving">Snapshots that are about to be deleted, and have no address any more.</param>
    public void Update(string mirror, IReadOnlyCollection<string>? leaving = null)
    {
        var folder = layout.PublishedTimes(mirror);
        var wanted = Wanted(mirror, leaving ?? []);
        foreach (var link in Links(folder).Where(l => !wanted.ContainsKey(Path.GetFileName(l)) && IsOurs(l)))
        {
            BeforeChange?.Invoke();
            File.Delete(link);
        }

        foreach (var (time, snapshot) in wanted)
        {
            Show(Path.Combine(folder, time), TargetOf(snapshot, mirror), snapshot);
        }

        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    /// <summary>The links of a mirror that are missing, wrong or left over. A place that is somebody else's is left out.</summary>
    public IEnumerable<string> Faults(string mirror)
    {
        var folder = layout.PublishedTimes(mirror);
        var wanted = Wanted(mirror, []);
        return wanted.Select(w => (Link: Path.Combine(folder, w.Key), Target: TargetOf(w.Value, mirror))).Where(l => PublishedLink.TargetOf(l.Link) != l.Target && IsFree(l.Link)).Select(l => l.Link)
            .Concat(Links(folder).Where(l => !wanted.ContainsKey(Path.GetFileName(l)) && IsOurs(l)));
    }

    /// <summary>The times under which a mirror's snapshots are there now.</summary>
    public static IEnumerable<string> Of(StoreLayout layout, string mirror)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return Links(layout.PublishedTimes(mirror)).Where(Directory.Exists).Select(l => Path.GetFileName(l)!).Where(IsTime);
    }

    private void Show(string link, string target, string snapshot)
    {
        if (PublishedLink.TargetOf(link) == target)
        {
            return;
        }

        // A mirror can have a time for a name, and stores can share a publish root: the address is taken then, and the snapshot's name still works.
        if (!IsFree(link))
        {
            log.Info($"{snapshot}: '{link}' is something else, so the snapshot has no address by time.");
            return;
        }

        BeforeChange?.Invoke();
        PublishedLink.Set(link, target, Parent, layout);
    }

    private static string TargetOf(string snapshot, string mirror) => $"{Parent}{snapshot}/{mirror}";

    private bool IsFree(string link) => !Path.Exists(link) || (PublishedLink.TargetOf(link) is not null && IsOurs(link));

    // A name that is a time is the address; any other snapshot has that of the second in which it was made, and of several in one second the last by name has it: refs know whole seconds.
    private SortedDictionary<string, string> Wanted(string mirror, IReadOnlyCollection<string> leaving)
    {
        var wanted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var published = refs.Snapshots()
            .Where(s => !leaving.Contains(s) && refs.TargetOfSnapshot(s, mirror) is not null && IsPublished(s, mirror))
            .Select(s => (Name: s, IsTime: IsTime(s), refs.Snapshot(s, mirror)!.Time))
            .OrderBy(s => s.IsTime).ThenBy(s => s.Time).ThenBy(s => s.Name, StringComparer.Ordinal);
        foreach (var (name, isTime, time) in published)
        {
            wanted[isTime ? name : time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture)] = name;
        }

        return wanted;
    }

    private bool IsPublished(string snapshot, string mirror) =>
        layout.PublishedSnapshot(snapshot, mirror) is var place && TreeRecord.TryRead(place) is not null && _owner.Find(place, mirror, snapshot) is not null;

    private static bool IsTime(string name) => DateTime.TryParseExact(name, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    // Links of a killed run that were not put in place yet are among them.
    private static List<string> Links(string folder) => !Directory.Exists(folder) ? [] :
        [.. Directory.EnumerateFileSystemEntries(folder).Where(l => LinkName().IsMatch(Path.GetFileName(l)) && PublishedLink.TargetOf(l)?.StartsWith(Parent, StringComparison.Ordinal) == true)];

    // A link whose tree is gone leads nowhere, so it may go, whichever store made it.
    private bool IsOurs(string link) => TreeRecord.TryRead(link) is not { } record || _owner.Find(DirectoryPlace.Resolve(link), record.Mirror, record.Snapshot) is not null;

    [GeneratedRegex(@"^\.?[0-9]{8}T[0-9]{6}Z(\.[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex LinkName();
}
