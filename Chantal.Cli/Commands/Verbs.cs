using System.CommandLine;
using System.CommandLine.Completions;

namespace Chantal.Cli.Commands;

/// <summary>The commands that are targets of the definitions.</summary>
internal static class Verbs
{
    private static readonly string[] Lists = ["text", "json"];
    private static readonly string[] Comparisons = ["text", "json", "markdown"];
    private static readonly string[] Audits = [.. Comparisons, "vex"];

    /// <summary>All of them.</summary>
    public static IEnumerable<Command> All() => [Sync(), Plan(), Status(), Snapshot(), Promote(), Unpublish(), Retire(), Verify(), CollectGarbage(), Export(), Import(), .. Lookups(), Report(), Convert()];

    private static DocumentedCommand Sync() => new Verb(
        "sync",
        "Sync",
        "Brings mirrors up to date, in parallel: everything selected is stored, verified and published, or it fails. One that fails does not stop the others.",
        "chantal sync                      every mirror; 'chantal sync all' is the same",
        "chantal sync debian rocky9",
        "chantal sync debian --dry-run",
        "chantal sync --locked             publishes what the lock files say",
        "chantal sync debian --rebuild",
        "chantal sync debian --accept 3f2a9c01b2d44e10",
        "chantal sync repo all             a mirror that is called all; 'chantal sync -- all' is the same")
        .WithMirrors(hasForms: true)
        .WithFlag("--dry-run", "DryRun", "only plans")
        .WithFlag("--lock", "LockFile", "writes each mirror's state to its lock file")
        .WithFlag("--locked", "Locked", "publishes exactly the state that the lock file names, or fails")
        .WithFlag("--take-over", "TakeOver", "makes a directory that is not marked as the mirror's its published tree; what lies in it stays")
        .With("--accept", "Accept", "takes the older state of the upstream that an error named so")
        .WithOther("--rebuild", "Rebuild", "trusts nothing that earlier runs left: metadata is fetched again, blobs are read, links are compared")
        .WithFlag("--remove-foreign", "RemoveForeign", "with --rebuild: removes files from published trees that Chantal did not put there")
        .Command;

    private static DocumentedCommand Plan() => new Verb(
        "plan", "Plan", "Says what a sync would add, change, remove and transfer. Fetches metadata, no package.", "chantal plan debian", "chantal plan --json")
        .WithMirrors()
        .WithResult(Comparisons, isSaidByMirrors: true)
        .Command;

    private static DocumentedCommand Status() => new Verb(
        "status", "Status", "How each mirror is, in a line: its state, age, size, what is new and what is wrong. The exit code is for monitoring.", "chantal status", "chantal status debian --json")
        .WithMirrors()
        .WithResult(Lists)
        .Command;

    /// <summary>The command that lists mirrors.</summary>
    public static Verb List() => new Verb("list", "ListMirrors", "The mirrors, and when each was last synced.", "chantal list").WithResult(Lists);

    private static DocumentedCommand Snapshot() => new(
        "snapshot", "States of every mirror under one name.", "chantal snapshot create 2025-01", "chantal snapshot diff prod 2025-01 --format markdown")
    {
        new Verb("create", "Snapshot", "Freezes what is published now, of every mirror or of none.", "chantal snapshot create 2025-01 --description \"January\"", "chantal snapshot create 2025-01.1 --base 2025-01 --take \"openssl;CVE-2025-1234\"")
            .With(Name("name", "the snapshot's name"), "SnapshotName")
            .With("--base", "Base", "a snapshot or channel: its state, and what is taken on top", names: NameCompletion.States)
            .With("--take", "Take", "packages, advisories and CVEs to take, separated by ;")
            .With("--from", "From", "the state to take them from; head by default", names: NameCompletion.States)
            .With("--until", "Until", "takes what fixes advisories issued up to a day, such as 2025-01-15")
            .With("--only", "Only", "security: takes what fixes advisories about security")
            .With("--severity", "Severity", "takes what fixes advisories of this severity and above")
            .With("--description", "SnapshotDescription", "what it is for")
            .WithFlag("--pin", "PinSnapshot", "rotation leaves it alone")
            .WithFlag("--no-publish", "PublishSnapshot", "makes a ref without a tree", "false")
            .WithFlag("--latest", "UpdateLatest", "the link latest shows it")
            .Command,
        new Verb("list", "ListSnapshots", "Lists snapshots and channels.", "chantal snapshot list --json").WithResult(Lists).Command,
        new Verb("delete", "DeleteSnapshot", "Deletes a snapshot that no channel shows.", "chantal snapshot delete 2024-01").With(Name("name", "the snapshot's name", NameCompletion.Snapshots), "SnapshotName")
            .WithFlag("--force", "Force", "deletes it although it is pinned")
            .Command,
        new Verb("diff", "DiffSnapshot", "Says what is different between two states: snapshots, channels, or head.", "chantal snapshot diff prod", "chantal snapshot diff 2025-01 2025-02 --format markdown")
            // The parser offers the names of all arguments at the place of each, so that those of one are enough.
            .With(Name("from", "the state before", NameCompletion.States), "From")
            .With(new Argument<string>("to") { Description = "the state after", DefaultValueFactory = _ => "head" }, "To")
            .WithResult(Comparisons)
            .Command,
    };

    private static DocumentedCommand Promote() => new Verb(
        "promote", "Promote", "Makes a channel show a snapshot, at once. The way back is the same with the snapshot from before.", "chantal promote prod 2025-01")
        .With(Name("channel", "the channel", NameCompletion.Channels), "Channel")
        .With(Name("snapshot", "the snapshot", NameCompletion.Snapshots), "SnapshotName")
        .Command;

    private static DocumentedCommand Unpublish() => new Verb(
        "unpublish", "Clean", "Takes the published trees of mirrors away. The store keeps what they show, and the next sync publishes it again.",
        "chantal unpublish debian", "chantal unpublish debian --path debian/12")
        .WithMirrors(isRequired: true)
        .With("--path", "PublishPath", "where the mirror was published before, below PublishRoot")
        .Command;

    private static DocumentedCommand Retire() => new Verb(
        "retire", "Retire", "Takes away what the store holds of a mirror that is not defined any more: head, tree, its part of snapshots and channels.", "chantal retire debian-old")
        .With(Name("mirror", "the mirror"), "RetiredMirror")
        .WithFlag("--force", "Force", "although a channel still shows it")
        .Command;

    private static DocumentedCommand Verify() => new Verb(
        "verify", "Verify", "Reads the whole store again and compares the published trees with it.", "chantal verify", "chantal verify --share 10% --repair")
        .WithFlag("--repair", "Repair", "makes or fetches what is damaged again, and corrects links")
        .WithFlag("--remove-foreign", "RemoveForeign", "with --repair: removes files from published trees that Chantal did not put there")
        .With("--share", "VerifyShare", "the part that is read, such as 10%")
        .With("--snapshot", "SnapshotName", "one snapshot only", names: NameCompletion.Snapshots)
        .Command;

    private static DocumentedCommand CollectGarbage() => new Verb(
        "gc", "CollectGarbage", "Removes what no mirror, snapshot, channel or published tree needs.", "chantal gc --dry-run")
        .WithFlag("--dry-run", "DryRun", "only says what would go")
        .With("--after", "CollectAfter", "how long it must have lain there, such as 1d")
        .Command;

    private static DocumentedCommand Export() => new Verb(
        "export", "Export", "Writes a snapshot to a file for a store behind an air gap.", "chantal export 2025-02 /media/usb/2025-02.tar --since 2025-01")
        .With(Name("snapshot", "the snapshot", NameCompletion.Snapshots), "SnapshotName")
        .With(Name("bundle", "the file"), "Bundle", isPath: true)
        .With("--since", "Since", "what the other side has already", names: NameCompletion.States)
        .With("--volume-size", "VolumeSize", "bytes of a volume, such as 4G")
        .Command;

    private static DocumentedCommand Import() => new Verb(
        "import", "Import", "Takes a bundle into the store, its volumes in any order.",
        "chantal import \"/media/usb/2025-02.*.tar\"",
        "chantal import --list             which imports are not complete, and what they wait for",
        "chantal import --drop 2025-02")
        .WithOwn(new Argument<string?>("bundle") { Description = "the file; * and ? stand for several" }, "Bundle")
        .WithFlag("--latest", "UpdateLatest", "the link latest shows the snapshot")
        .WithOther("--list", "ListImports", "lists the imports that are not complete", Lists)
        .WithOther("--drop", "DropImport", "ImportName", "drops an import that is not complete: its own name, or its snapshot's")
        .Command;

    private static IEnumerable<DocumentedCommand> Lookups() =>
    [
        List().Command,
        new Verb("applicable", "Applicable", "Says what mirrors hold for hosts: updates and advisories, packages that no mirror has, and packages that are newer.",
            "chantal applicable --hosts hosts/", "chantal applicable --hosts hosts/ --channel prod --format markdown")
            .WithMirrors()
            .With("--hosts", "Hosts", "the folder with the lists that hosts wrote ('chantal host-report')", isPath: true)
            .With("--channel", "Channel", "compares with what a channel shows", names: NameCompletion.Channels)
            .With("--snapshot", "SnapshotName", "compares with a snapshot", names: NameCompletion.Snapshots)
            .WithResult(Comparisons)
            .Command,
        new Verb("audit", "Audit", "Says which packages have known vulnerabilities, and which of these a newer version in the head fixes. Nothing is fetched.",
            "chantal audit", "chantal audit debian --channel prod --fail-on important", "chantal audit --snapshot 2025-01 --format vex --output vex.json")
            .WithMirrors()
            .With("--channel", "Channel", "looks at what a channel shows", names: NameCompletion.Channels)
            .With("--snapshot", "SnapshotName", "looks at a snapshot", names: NameCompletion.Snapshots)
            .With("--severity", "Severity", "only vulnerabilities of this severity and above")
            .With("--fail-on", "FailOn", "fails if there is one of this severity or above, or any")
            .WithResult(Audits)
            .Command,
        new Verb("why", "Why", "Says why mirrors have a package, or do not: in which states it is and since when, what keeps it or leaves it out, and what it costs. Nothing is fetched.",
            "chantal why openssl", "chantal why libfoo debian --json")
            .With(Name("package", "the package's name"), "Package")
            .WithMirrors()
            .WithResult(Comparisons)
            .Command,
        new Verb("stats", "Statistics", "What each mirror and snapshot needs of the store.", "chantal stats --json").WithResult(Lists).Command,
        new Verb("history", "History", "The last syncs.", "chantal history").WithResult(Lists).Command,
    ];

    private static DocumentedCommand Report() => new Verb("report", "Report", "Writes a page about all mirrors, to look at in a browser.", "chantal report --output report.html")
        .With("--output", "OutputFile", "the file", isPath: true, aliases: ["-o"])
        .With("--hosts", "Hosts", "the folder with the lists that hosts wrote: adds a section about them", isPath: true)
        .Command;

    private static DocumentedCommand Convert() => new(
        "convert", "Turns definitions from one form into the other.", "chantal convert yaml chantal.yaml", "chantal convert projects mirrors --config chantal.yaml")
    {
        new Verb("yaml", "ConvertToYaml", "Writes the projects as one YAML file.", "chantal convert yaml chantal.yaml").With(Name("file", "the file to write"), "OutputFile", isPath: true).Command,
        new Verb("projects", "ConvertToProjects", "Writes each repository of a YAML file as a project.", "chantal convert projects mirrors").With(Name("directory", "where they go"), "OutputDirectory", isPath: true).Command,
    };

    private static Argument<string> Name(string name, string description, Func<CompletionContext, IEnumerable<CompletionItem>>? names = null)
    {
        var argument = new Argument<string>(name) { Description = description };
        if (names is not null)
        {
            argument.CompletionSources.Add(names);
        }

        return argument;
    }
}
