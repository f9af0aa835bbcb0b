using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Store.Publishing;

/// <summary>What publishing reports.</summary>
internal static class PublishingDiagnostics
{
    public static MirrorException NothingStored(string mirror) => new(
        DiagnosticCodes.NothingStored,
        $"The mirror '{mirror}' has no generation yet, so there is nothing to publish. Run the Sync target.");

    [Documented(DiagnosticCodes.ForeignFile, Severity.Error,
        "Something that Chantal did not put there is in the way in the published tree.",
        "Move it away, and run again.")]
    public static MirrorException InTheWay(string path, string found, string needed) => new(
        DiagnosticCodes.ForeignFile,
        $"'{path}' is a {found} that Chantal did not put there, but the published tree needs a {needed} there. Move it away, and run again.");

    [Documented(DiagnosticCodes.BlobMissing, Severity.Error,
        "A blob that should be published is not in the store.",
        "Run `Verify` with `Repair=true`, or what the message says.")]
    public static MirrorException BlobMissing(string path, Sha256Digest digest) => new(
        DiagnosticCodes.BlobMissing,
        $"'{path}' cannot be published: the blob {digest} is not in the store. Run Verify with Repair=true to fetch it again.");

    [Documented(DiagnosticCodes.PublishPath, Severity.Error,
        "The published tree cannot be where the definition puts it: outside `PublishRoot`, in the store, or on another mount.",
        "Correct `PublishPath` or `PublishRoot`.")]
    public static MirrorException OutsidePublishRoot(string mirror, string directory, string publishRoot) =>
        Refused(mirror, directory, $"which is not below PublishRoot '{publishRoot}'");

    public static MirrorException OverSnapshots(string mirror, string directory) =>
        Refused(mirror, directory, "where snapshots and channels are published");

    public static MirrorException OverStore(string mirror, string directory, string store) =>
        Refused(mirror, directory, $"which is or contains the store '{store}'");

    public static MirrorException InStore(string mirror, string directory, string folder, string store) =>
        Refused(mirror, directory, $"which is in the folder '{folder}' of the store '{store}'");

    public static MirrorException OnAnotherMount(string mirror, string directory, string publishRoot) => new(
        DiagnosticCodes.PublishPath,
        $"The mirror '{mirror}' would be published at '{directory}', which is not on the file system and mount of PublishRoot '{publishRoot}', where trees are built. Set PublishRoot to a directory on the file system where the tree should be.");

    [Documented(DiagnosticCodes.TreeNotOurs, Severity.Error,
        "The directory belongs to another mirror or store, or holds files that Chantal did not put there. Nothing in it is touched.",
        "Choose another `PublishPath` or `PublishRoot`; if the directory is to be this mirror's, run once with `TakeOver=true`.")]
    public static MirrorException TreeNotOurs(string directory, string mirror, string? owner) => new(
        DiagnosticCodes.TreeNotOurs,
        $"'{directory}' is not a tree of the mirror '{mirror}': it {WhatItIs(owner)}. Nothing in it was touched. Choose another PublishPath or PublishRoot; if the directory should be this mirror's from now on, run Sync once with -p:TakeOver=true.");

    public static MirrorException SnapshotTreeNotOurs(string directory, string mirror, string snapshot, string? owner) => new(
        DiagnosticCodes.TreeNotOurs,
        $"The snapshot '{snapshot}' of '{mirror}' cannot be published in '{directory}': it {WhatItIs(owner)}. Move that directory away, or choose another PublishRoot or SnapshotName.");

    public static MirrorException RecordUnreadable(string directory, Exception? inner) => new(
        DiagnosticCodes.TreeNotOurs,
        $"'{Path.Combine(directory, TreeRecord.FileName)}' cannot be read, so it is not known whose tree '{directory}' is. Nothing in it is touched. Publish to another directory, or run once with -p:TakeOver=true.",
        inner);

    [Documented(DiagnosticCodes.TreesOverlap, Severity.Error,
        "Two published trees or stores would be inside one another; the message names both.",
        "Give each mirror a `PublishPath` of its own.")]
    public static MirrorException OverlapsTree(string mirror, string directory, string tree, string owner) =>
        Overlapping(mirror, directory, $"'{tree}', where {owner} is published");

    public static MirrorException OverlapsStore(string mirror, string directory, string store) => new(
            DiagnosticCodes.TreesOverlap,
            $"The mirror '{mirror}' would be published at '{directory}', which lies in another store, '{store}'. Choose another StoreRoot or PublishRoot.");

    [Documented(DiagnosticCodes.TreeLeft, Severity.Warning,
        "A tree at an earlier place of the mirror is left, because it overlaps with the new one or is not marked as this mirror's.",
        "Run `Clean` with the earlier `PublishPath`; or delete the directory if nobody needs it.")]
    public static Diagnostic EarlierTreeOverlaps(string mirror, string directory, string before, string path) => new(
        DiagnosticCodes.TreeLeft,
        $"The mirror '{mirror}' is now published in '{directory}'. What was published in '{before}' is left there, because the two directories overlap. To remove it, run Clean with -p:PublishPath={path}.");

    public static Diagnostic EarlierTreeUnmarked(string mirror, string directory, string before) => new(
        DiagnosticCodes.TreeLeft,
        $"The mirror '{mirror}' is now published in '{directory}'. Its earlier directory '{before}' is not marked as this mirror's and is left alone. Delete that directory if nobody needs it.");

    [Documented(DiagnosticCodes.ForeignFilesLeft, Severity.Warning,
        "A published tree holds files that Chantal did not put there. They are left alone.",
        "Move them away, or run `Rebuild` with `RemoveForeign=true`.")]
    public static Diagnostic ForeignFilesLeft(string directory, ForeignFileList foreign) => new(
        DiagnosticCodes.ForeignFilesLeft,
        $"{Found(directory, foreign)} To remove them, run Rebuild with -p:RemoveForeign=true.");

    [Documented(DiagnosticCodes.ShownStateLost, Severity.Warning,
        "The store no longer has a state that a published tree shows, so files that only this state has are not recognized as the mirror's and stay in the tree.",
        "Run `Rebuild` to see them, and with `RemoveForeign=true` to remove them.")]
    public static Diagnostic ShownStateLost(string mirror, string directory, string generation) => new(
        DiagnosticCodes.ShownStateLost,
        $"The store no longer has the state {generation} of the mirror '{mirror}', which '{directory}' shows. Files that only this state has stay there. To remove them, run Rebuild with -p:RemoveForeign=true.");

    public static Diagnostic ForeignFilesLeftInSnapshot(string directory, ForeignFileList foreign) => new(
        DiagnosticCodes.ForeignFilesLeft,
        $"{Found(directory, foreign)} To remove them, run Verify with -p:Repair=true -p:RemoveForeign=true.");

    public static Diagnostic ForeignFilesLeftBehind(string directory, ForeignFileList foreign) => new(
        DiagnosticCodes.ForeignFilesLeft,
        $"{Found(directory, foreign)} The directory stays marked as this mirror's. Delete it if nobody needs what is left in it.");

    private static MirrorException Refused(string mirror, string directory, string why) => new(
        DiagnosticCodes.PublishPath,
        $"PublishPath puts the mirror '{mirror}' at '{directory}', {why}. Choose another path below PublishRoot.");

    private static MirrorException Overlapping(string mirror, string directory, string other) => new(
        DiagnosticCodes.TreesOverlap,
        $"The mirror '{mirror}' would be published at '{directory}', which overlaps with {other}. Give it a PublishPath of its own.");

    private static string WhatItIs(string? owner) => owner is null ? "has files in it and is not marked as a tree of this store" : $"is published by {owner}";

    private static string Found(string directory, ForeignFileList foreign) => foreign.Count == 1
        ? $"'{directory}' holds a file that Chantal did not put there, which is left alone: '{foreign.First[0]}'."
        : $"'{directory}' holds {foreign.Count} files that Chantal did not put there, which are left alone: '{string.Join("', '", foreign.First)}'{(foreign.Count > foreign.First.Count ? " …" : "")}.";
}
