using Chantal.Diagnostics;
using Chantal.Policy;

namespace Chantal.Snapshots;

/// <summary>What snapshots and channels report.</summary>
internal static class SnapshotDiagnostics
{
    [Documented(DiagnosticCodes.NothingStored, Severity.Error,
        "The mirror has no generation yet.",
        "Run the `Sync` target.")]
    public static MirrorException NothingStored(string mirror) => new(
        DiagnosticCodes.NothingStored,
        $"The mirror '{mirror}' has no generation yet, so there is nothing to make a snapshot of. Run the Sync target.");

    public static MirrorException NameReserved(string name) => new(
        DiagnosticCodes.InvalidName,
        $"SnapshotName is '{name}', which is reserved. Choose another name.");

    [Documented(DiagnosticCodes.SnapshotExists, Severity.Error,
        "A snapshot with that name has another state.",
        "Choose another name, or delete that snapshot first.")]
    public static MirrorException SnapshotExists(string name, string mirror, DateTimeOffset time) => new(
        DiagnosticCodes.SnapshotExists,
        $"The snapshot '{name}' of '{mirror}' exists already and holds another state, of {time:yyyy-MM-dd HH:mm}. It is not replaced. Choose another name, or delete it with the DeleteSnapshot target.");

    public static MirrorException ImportedSnapshotExists(string name, string mirror, DateTimeOffset time) => new(
        DiagnosticCodes.SnapshotExists,
        $"The snapshot '{name}' of '{mirror}' exists already and holds another state, of {time:yyyy-MM-dd HH:mm}. It is not replaced. Delete it with the DeleteSnapshot target and import the bundle again, or make the snapshot on the other side under another name and export that.");

    [Documented(DiagnosticCodes.SnapshotMissing, Severity.Error,
        "There is no snapshot with that name.",
        "Correct `SnapshotName`.")]
    public static MirrorException SnapshotMissing(string name, IEnumerable<string> mirrors, IReadOnlyCollection<string> known)
    {
        var others = known.Count > 0 ? $"; there are {string.Join(", ", known)}" : "";
        return new MirrorException(
            DiagnosticCodes.SnapshotMissing,
            $"There is no snapshot '{name}' of {string.Join(", ", mirrors.Select(m => $"'{m}'"))}{others}. Correct SnapshotName, or make it with the Snapshot target.");
    }

    [Documented(DiagnosticCodes.SnapshotShown, Severity.Error,
        "A snapshot cannot be deleted while a channel points to it.",
        "Promote another one first.")]
    public static MirrorException SnapshotShown(string name, string mirror, string channel) => new(
        DiagnosticCodes.SnapshotShown,
        $"The snapshot '{name}' of '{mirror}' cannot be deleted, because the channel '{channel}' points to it. Promote another one to '{channel}' first.");

    [Documented(DiagnosticCodes.SnapshotPinned, Severity.Error,
        "A snapshot that is pinned is not deleted by mistake.",
        "Delete it with `Force=true`.")]
    public static MirrorException SnapshotPinned(string name, string mirror) => new(
        DiagnosticCodes.SnapshotPinned,
        $"The snapshot '{name}' of '{mirror}' is pinned, so it is not deleted. If nobody needs it any more, delete it with -p:Force=true.");

    [Documented(DiagnosticCodes.NameNearby, Severity.Warning,
        "A channel or snapshot is new, and its name differs from that of another one by case or by one letter, such as 'Prod' beside 'prod'. Hosts know them apart.",
        "Nothing, if it is meant so. Otherwise promote to the other channel, or delete the snapshot and make it with the right name.")]
    public static Diagnostic ChannelNearlyNamed(string channel, string near) => new(
        DiagnosticCodes.NameNearby,
        $"The channel '{channel}' is new, and is called nearly as the channel '{near}', which stays as it is. If '{near}' was meant, promote the snapshot to it.");

    public static Diagnostic SnapshotNearlyNamed(string name, string near) => new(
        DiagnosticCodes.NameNearby,
        $"The snapshot '{name}' is new, and is called nearly as the snapshot '{near}'. If that is a slip, delete it with the DeleteSnapshot target, and make it with the right name.");

    [Documented(DiagnosticCodes.MirrorNotInSnapshot, Severity.Warning,
        "A snapshot does not have a mirror, because the mirror joined later or the snapshot was made of others: `Promote` leaves what the channel shows of it, `DiffSnapshot` leaves it out, and so does a snapshot on top of that one.",
        "Nothing, if the mirror is new. Otherwise promote a snapshot that has it.")]
    public static Diagnostic MirrorNotInSnapshot(string name, string mirror, string channel, string? shown) => new(
        DiagnosticCodes.MirrorNotInSnapshot,
        $"The snapshot '{name}' does not have the mirror '{mirror}', so the channel '{channel}' {(shown is null ? "shows nothing of it" : $"goes on showing '{shown}' of it")}. Promote a snapshot that has it, if hosts need it as it was.");

    public static Diagnostic MirrorNotCompared(string state, string mirror) => new(
        DiagnosticCodes.MirrorNotInSnapshot,
        $"'{state}' does not have the mirror '{mirror}', so the mirror is left out of the comparison. Name a state that has it, if you need it.");

    public static Diagnostic MirrorNotInBase(string snapshot, string @base, string mirror) => new(
        DiagnosticCodes.MirrorNotInSnapshot,
        $"'{@base}' does not have the mirror '{mirror}', so '{snapshot}' does not have it either, and channels go on showing what they show of it. Make a snapshot of the heads, if hosts need it as it was.");

    public static Diagnostic MirrorNotInSource(string snapshot, string source, string @base, string mirror) => new(
        DiagnosticCodes.MirrorNotInSnapshot,
        $"'{source}' does not have the mirror '{mirror}', so nothing is taken of it: it is in '{snapshot}' as it is in '{@base}'. Name another state in From, if you need something of it.");

    [Documented(DiagnosticCodes.ClientsStayAhead, Severity.Warning,
        "A channel of an APT mirror goes back to a `Release` that is older than the one it showed. Hosts that have the newer one ignore it without a word: `apt-get update` succeeds and changes nothing, and installations end in 404 after the grace period.",
        "On each host: `rm -rf /var/lib/apt/lists/*`, `apt-get update`, and `apt-get install --allow-downgrades` for packages that are to go back. With `ChannelSigningKey`, hosts follow by themselves.")]
    public static Diagnostic ClientsStayAhead(string channel, string mirror, string root, DateTimeOffset shown, DateTimeOffset next) => new(
        DiagnosticCodes.ClientsStayAhead,
        $"The channel '{channel}' of '{mirror}' goes back: '{root}' was of {shown:yyyy-MM-dd HH:mm} and is of {next:yyyy-MM-dd HH:mm} now. apt ignores a Release that is older than the one it has: 'apt-get update' succeeds and keeps the newer lists, and installations end in 404 when the grace period is over. On each host that has the newer one, delete /var/lib/apt/lists/*, run 'apt-get update', and install what is to go back with --allow-downgrades. With ChannelSigningKey, hosts follow by themselves.");

    [Documented(DiagnosticCodes.ChannelAhead, Severity.Warning,
        "A channel that the site signs showed a `Release` that is dated in the future, as after a clock that was wrong, so the next one is dated after that: hosts refuse it until then.",
        "Set the clock of the machine that promotes. Hosts follow by themselves when that time has come; apt's option `Acquire::Check-Date` (`false`) lets one follow before.")]
    public static Diagnostic ChannelAhead(string channel, string mirror, DateTimeOffset date) => new(
        DiagnosticCodes.ChannelAhead,
        $"The channel '{channel}' of '{mirror}' is signed with the date {date:yyyy-MM-dd HH:mm:ss}, which is in the future, because what it showed before is dated so. apt refuses it until then. Check the clock of this machine; apt's option Acquire::Check-Date (false) lets a host follow before.");

    public static MirrorException RootDamaged(string channel, string mirror, string path) => new(
        DiagnosticCodes.BlobDamaged,
        $"'{path}' of '{mirror}' is missing or damaged in the store, so it is not signed for the channel '{channel}', which stays as it is. Run Verify with Repair=true, and promote again.");

    [Documented(DiagnosticCodes.ShownStateExpires, Severity.Warning,
        "A channel shows metadata past the date until which upstream guarantees it (`Valid-Until` of a `Release`, `suseinfo`), or the date is within a week. apt refuses the metadata then, and zypper warns.",
        "Promote a newer snapshot, or set `Check-Valid-Until: no` in the sources of hosts.")]
    public static Diagnostic ShownStateExpires(string channel, string mirror, string root, DateTimeOffset until, DateTimeOffset now, bool isRefused) => new(
        DiagnosticCodes.ShownStateExpires,
        $"What the channel '{channel}' shows of '{mirror}' {(until < now ? "was" : "is")} only valid until {until.UtcDateTime:yyyy-MM-dd HH:mm}, as '{root}' says. "
        + (isRefused ? "apt refuses it after that. Promote a newer snapshot before, or set 'Check-Valid-Until: no' in the sources of hosts." : "zypper warns after that. Promote a newer snapshot, if there is one."));

    [Documented(DiagnosticCodes.MirrorNotRetired, Severity.Error,
        "A mirror cannot be retired: it is still defined, here or in another estate, or a channel shows it, or the store has nothing of it.",
        "Take it out of its estate first, and promote something else or set `Force=true`; or correct `RetiredMirror`.")]
    public static MirrorException MirrorStillDefined(string mirror) => new(
        DiagnosticCodes.MirrorNotRetired,
        $"The mirror '{mirror}' is still defined, so it is not retired. Delete its definition, or take it out of the estate, and run again.");

    public static MirrorException MirrorStillShown(string mirror, string channel) => new(
        DiagnosticCodes.MirrorNotRetired,
        $"The channel '{channel}' still shows the mirror '{mirror}', so it is not retired. If no host uses it any more, run again with -p:Force=true.");

    public static MirrorException MirrorOfAnotherEstate(string mirror, string estate) => new(
        DiagnosticCodes.MirrorNotRetired,
        $"The mirror '{mirror}' is of another estate, '{estate}', so it is not retired. If that estate does not define it any more, run again with -p:Force=true.");

    public static MirrorException MirrorNotHeld(string mirror, IReadOnlyList<string> left) => new(
        DiagnosticCodes.MirrorNotRetired,
        $"The store has nothing of a mirror '{mirror}'. {(left.Count > 0 ? $"Of mirrors that are not defined any more it has {string.Join(", ", left)}" : "It has nothing of mirrors that are not defined")}. Correct RetiredMirror.");

    [Documented(DiagnosticCodes.MirrorLeft, Severity.Warning,
        "The store still holds states of a mirror that is not defined any more.",
        "`Retire` it, if nobody needs them. If another estate that shares the store defines it, sync that estate once, and give the estates names of their own with `MirrorName`.")]
    public static Diagnostic MirrorLeft(string mirror, string holds) => new(
        DiagnosticCodes.MirrorLeft,
        $"The mirror '{mirror}' is not defined any more, but the store still holds {holds} of it. If nobody needs that, run the Retire target with RetiredMirror={mirror}. If another estate defines it, sync that estate once.");

    [Documented(DiagnosticCodes.StoresDiffer, Severity.Error,
        "The mirrors of an estate have different stores.",
        "Run the target on each definition.")]
    public static MirrorException StoresDiffer(string mirror, string its, string store) => new(
        DiagnosticCodes.StoresDiffer,
        $"The mirror '{mirror}' has the store '{its}' and not '{store}', so this target cannot run for all mirrors at once. Run it on each definition, or let them share a store.");

    [Documented(DiagnosticCodes.StateUnknown, Severity.Error,
        "`From` or `To` is not a snapshot, a channel or `head`.",
        "Use a name that `ListSnapshots` lists, or `head`.")]
    public static MirrorException StateUnknown(string property, string name, string mirror) => new(
        DiagnosticCodes.StateUnknown,
        $"{property} is '{name}', which is neither a snapshot nor a channel of '{mirror}'. Name one that ListSnapshots lists, or head.");

    public static MirrorException NeverSynced(string property, string mirror) => new(
        DiagnosticCodes.StateUnknown,
        $"{property} is 'head', but the mirror '{mirror}' was never synced. Sync it, or name a snapshot or channel that ListSnapshots lists.");

    [Documented(DiagnosticCodes.ChannelOccupied, Severity.Error,
        "Something that is not Chantal's is at the place of a channel.",
        "Move it away, and run again.")]
    public static MirrorException ChannelOccupied(string link, string? target)
    {
        var found = target is null ? "not the tree of a channel" : $"a link to '{target}'";
        return new MirrorException(
            DiagnosticCodes.ChannelOccupied,
            $"'{link}' is {found}. Chantal did not make it, so it is left alone. Move it away, and run again.");
    }

    public static MirrorException ChannelOfAnother(string link, string owner) => new(
        DiagnosticCodes.ChannelOccupied,
        $"'{link}' shows {owner}, so it is left alone. Choose another Channel or PublishRoot; if that store is gone, move the link away, and run again.");

    public static MirrorException OnAnotherMount(string snapshot, string mirror, string directory, string publishRoot) => new(
        DiagnosticCodes.PublishPath,
        $"The snapshot '{snapshot}' of '{mirror}' would be published at '{directory}', which is not on the file system and mount of PublishRoot '{publishRoot}', where trees are built. Set PublishRoot to a directory on the file system where the snapshots should be.");

    public static MirrorException ChannelOnAnotherMount(string channel, string mirror, string directory, string publishRoot) => new(
        DiagnosticCodes.PublishPath,
        $"The channel '{channel}' of '{mirror}' would be published at '{directory}', which is not on the file system and mount of PublishRoot '{publishRoot}', where trees are built. Set PublishRoot to a directory on the file system where the channels should be.");

    public static Diagnostic TreeUnmarked(string directory, string snapshot, string mirror) => new(
        DiagnosticCodes.TreeLeft,
        $"'{directory}' is not marked as the tree of the snapshot '{snapshot}' of '{mirror}', so it is left alone. Delete that directory if nobody needs it.");

    [Documented(DiagnosticCodes.TakeUnknown, Severity.Error,
        "`Take` names something that no package and no advisory of the source has.",
        "Correct `Take`, name another source with `From`, or sync the mirrors first.")]
    public static MirrorException TakeUnknown(IReadOnlyList<string> names, string source, IReadOnlyCollection<string> withoutAdvisories) => new(
        DiagnosticCodes.TakeUnknown,
        $"Take names {string.Join(", ", names.Select(n => $"'{n}'"))}, but no package and no advisory of '{source}' is called so.{(withoutAdvisories.Count > 0 ? $" The formats of {string.Join(", ", withoutAdvisories.Select(m => $"'{m}'"))} have no advisories, so name packages there." : "")} Correct Take, name another source with From, or sync the mirrors first.");

    [Documented(DiagnosticCodes.TakeNotInBase, Severity.Error,
        "`Take` names something that only a mirror has which is not in the base, because it joined later or the base was made of others.",
        "Name a base that has the mirror, or leave the name out.")]
    public static MirrorException TakeNotInBase(string name, string mirror, string @base) => new(
        DiagnosticCodes.TakeNotInBase,
        $"Take names '{name}', which only the mirror '{mirror}' has, and '{@base}' does not have that mirror. Name a Base that has it, or leave '{name}' out of Take.");

    [Documented(DiagnosticCodes.TakeIncomplete, Severity.Error,
        "`Base` needs `Take`, `Until`, `Only` or `Severity`; and these need `Base`.",
        "Say both.")]
    public static MirrorException TakeIncomplete(string given, string missing) => new(
        DiagnosticCodes.TakeIncomplete,
        $"{given} is given without {missing}: a snapshot on top of another one needs both. Add -p:{missing}=..., or leave {given} out.");

    public static MirrorException DayInvalid(string day) => new(
        DiagnosticCodes.InvalidProperty,
        $"Until is '{day}', which is not a day. Write it as 2025-01-15.");

    [Documented(DiagnosticCodes.TakeRefused, Severity.Error,
        "A snapshot on top of another one would take a version that a `Block` item of the mirror keeps out, or that an advisory calls malicious.",
        "Take another version; or take the item out, if it is not meant for this one.")]
    public static MirrorException TakeRefused(string snapshot, string mirror, IReadOnlyList<PolicyLine> lines) => new(
        DiagnosticCodes.TakeRefused,
        $"The snapshot '{snapshot}' would take versions of '{mirror}' that may not enter: {string.Join("; ", lines.Take(10).Select(l => Printable.Escape($"{l.Name} {l}")))}{(lines.Count > 10 ? $"; and {lines.Count - 10} more" : "")}. Take other versions, or correct the Block item.");
}
