using Chantal.Diagnostics;

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
        var found = target is null ? "not a link" : $"a link to '{target}'";
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

    public static Diagnostic TreeUnmarked(string directory, string snapshot, string mirror) => new(
        DiagnosticCodes.TreeLeft,
        $"'{directory}' is not marked as the tree of the snapshot '{snapshot}' of '{mirror}', so it is left alone. Delete that directory if nobody needs it.");

    [Documented(DiagnosticCodes.TakeUnknown, Severity.Error,
        "`Take` names something that no package and no advisory of the source has.",
        "Correct `Take`, name another source with `From`, or sync the mirrors first.")]
    public static MirrorException TakeUnknown(IReadOnlyList<string> names, string source, IReadOnlyCollection<string> withoutAdvisories) => new(
        DiagnosticCodes.TakeUnknown,
        $"Take names {string.Join(", ", names.Select(n => $"'{n}'"))}, but no package and no advisory of '{source}' is called so.{(withoutAdvisories.Count > 0 ? $" The formats of {string.Join(", ", withoutAdvisories.Select(m => $"'{m}'"))} have no advisories, so name packages there." : "")} Correct Take, name another source with From, or sync the mirrors first.");

    [Documented(DiagnosticCodes.TakeUnsupported, Severity.Error,
        "`Take` names a package of a mirror whose format cannot take single packages into another state, such as an APT mirror with the metadata that upstream signed.",
        "Limit the run to other mirrors with `Mirror`, or make a snapshot of the whole state.")]
    public static MirrorException TakeUnsupported(string mirror, string type, string package) => new(
        DiagnosticCodes.TakeUnsupported,
        $"'{package}' of the mirror '{mirror}' cannot be taken by itself: {(type == "apt" ? "the metadata of an APT repository is upstream's, signed as a whole" : $"snapshots of mirrors of the type '{type}' are whole states")}. Make a snapshot of the whole state, or limit the run to other mirrors with Mirror.");

    [Documented(DiagnosticCodes.TakeIncomplete, Severity.Error,
        "`Base` needs `Take`, `Until`, `Only` or `Severity`; and these need `Base`.",
        "Say both.")]
    public static MirrorException TakeIncomplete(string given, string missing) => new(
        DiagnosticCodes.TakeIncomplete,
        $"{given} is given without {missing}: a snapshot on top of another one needs both. Add -p:{missing}=..., or leave {given} out.");

    public static MirrorException DayInvalid(string day) => new(
        DiagnosticCodes.InvalidProperty,
        $"Until is '{day}', which is not a day. Write it as 2025-01-15.");
}
