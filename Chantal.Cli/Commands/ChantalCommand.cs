using System.CommandLine;

namespace Chantal.Cli.Commands;

/// <summary>The command's tree, and what becomes of what is typed.</summary>
public static class ChantalCommand
{
    private static readonly TimeSpan TimeToStop = TimeSpan.FromMinutes(1);

    /// <summary>Runs a command line and returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        var parsed = Tree().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await errors.WriteLineAsync($"chantal: {error.Message}");
            }

            await errors.WriteLineAsync("See 'chantal --help'.");
            return (int)ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeToStop });
        }
        catch (CommandException exception)
        {
            await errors.WriteLineAsync($"chantal: {exception.Message}");
            return (int)exception.Code;
        }
    }

    /// <summary>The tree.</summary>
    internal static RootCommand Tree()
    {
        var root = new RootCommand("""
            Mirrors of APT, RPM and PyPI repositories: complete, verified, stored once.

            Examples:
              chantal init --from-host          definitions from this host's own sources
              chantal plan                      what would a sync do?
              chantal sync all
              chantal sync repo debian rocky9
              chantal snapshot create 2025-01
              chantal promote prod 2025-01
            """);
        foreach (var option in Settings.All)
        {
            root.Add(option);
        }

        root.Add(Sync());
        root.Add(Plan());
        root.Add(Snapshot());
        foreach (var command in Store())
        {
            root.Add(command);
        }

        root.Add(InitCommand.Create());
        root.Add(ConvertCommand());
        root.Add(CompletionCommand.Create());
        return root;
    }

    private static Command Sync()
    {
        var sync = new Command("sync", """
            Brings mirrors up to date: everything selected is stored, verified and published, or it fails.

            Examples:
              chantal sync all
              chantal sync repo debian --dry-run
              chantal sync all --locked          publishes what the lock files say
            """);
        sync.Add(Options(new Verb("all", "Sync", "Every mirror, in parallel. One that fails does not stop the others.\n\nExample:\n  chantal sync all --log-file sync.jsonl")));
        sync.Add(Options(new Verb("repo", "Sync", "The mirrors that are named.\n\nExample:\n  chantal sync repo debian rocky9").WithMirrors(ArgumentArity.OneOrMore)));
        return sync;

        static Command Options(Verb verb) => verb
            .WithFlag("--dry-run", "DryRun", "only plans")
            .WithFlag("--lock", "LockFile", "writes each mirror's state to its lock file")
            .WithFlag("--locked", "Locked", "publishes exactly the state that the lock file names, or fails")
            .Command;
    }

    private static Command Plan() => new Verb("plan", "Plan", "Says what a sync would add, change, remove and transfer. Fetches metadata, no package.\n\nExample:\n  chantal plan debian")
        .WithMirrors(ArgumentArity.ZeroOrMore).Command;

    private static Command Snapshot()
    {
        var snapshot = new Command("snapshot", "Snapshots: states of every mirror under one name.\n\nExamples:\n  chantal snapshot create 2025-01\n  chantal snapshot diff prod 2025-01 --format markdown");
        snapshot.Add(new Verb("create", "Snapshot", "Freezes what is published now, of every mirror or of none.\n\nExample:\n  chantal snapshot create 2025-01 --description \"January\"")
            .With(Name("name", "the snapshot's name"), "SnapshotName")
            .With("--description", "SnapshotDescription", "what it is for")
            .WithFlag("--pin", "PinSnapshot", "rotation leaves it alone")
            .WithFlag("--no-publish", "PublishSnapshot", "makes a ref without a tree", "false")
            .WithFlag("--latest", "UpdateLatest", "the link latest shows it").Command);
        snapshot.Add(new Verb("list", "ListSnapshots", "Lists snapshots and channels.\n\nExample:\n  chantal snapshot list --json", hasResult: true).WithFormats("text", "json").Command);
        snapshot.Add(new Verb("delete", "DeleteSnapshot", "Deletes a snapshot that no channel shows.\n\nExample:\n  chantal snapshot delete 2024-01").With(Name("name", "the snapshot's name"), "SnapshotName").Command);
        snapshot.Add(new Verb("diff", "DiffSnapshot", "Says what is different between two states: snapshots, channels, or head.\n\nExample:\n  chantal snapshot diff prod head", hasResult: true)
            .With(Name("from", "the state before"), "From")
            .With(new Argument<string>("to") { Description = "the state after; head if it is left out", DefaultValueFactory = _ => "head" }, "To")
            .WithFormats("text", "json", "markdown").Command);
        return snapshot;
    }

    private static Command[] Store() =>
    [
        new Verb("promote", "Promote", "Makes a channel show a snapshot, at once. Back again is the same with the snapshot from before.\n\nExample:\n  chantal promote prod 2025-01")
            .With(Name("channel", "the channel"), "Channel").With(Name("snapshot", "the snapshot"), "SnapshotName").Command,
        new Verb("verify", "Verify", "Reads the whole store again and compares the published trees.\n\nExample:\n  chantal verify --share 10% --repair")
            .WithFlag("--repair", "Repair", "fetches what is damaged again")
            .With("--share", "VerifyShare", "the part that is read, such as 10%")
            .With("--snapshot", "SnapshotName", "one snapshot only").Command,
        new Verb("gc", "CollectGarbage", "Removes what no mirror, snapshot, channel or published tree needs.\n\nExample:\n  chantal gc --dry-run")
            .WithFlag("--dry-run", "DryRun", "only says what would go")
            .With("--after", "CollectAfter", "how long it must have lain there, such as 1d").Command,
        new Verb("export", "Export", "Writes a snapshot to a file for a store behind an air gap.\n\nExample:\n  chantal export 2025-02 /media/usb/2025-02.tar --since 2025-01")
            .With(Name("snapshot", "the snapshot"), "SnapshotName").With(Name("bundle", "the file"), "Bundle", isPath: true)
            .With("--since", "Since", "what the other side has already")
            .With("--volume-size", "VolumeSize", "bytes of a volume, such as 4G").Command,
        new Verb("import", "Import", "Takes a bundle into the store; volumes in any order.\n\nExample:\n  chantal import \"/media/usb/2025-02.*.tar\"")
            .With(Name("bundle", "the file; * and ? stand for several"), "Bundle", isPath: true)
            .WithFlag("--latest", "UpdateLatest", "the link latest shows the snapshot").Command,
        new Verb("stats", "Statistics", "What each mirror and snapshot needs of the store.\n\nExample:\n  chantal stats --json", hasResult: true).WithFormats("text", "json").Command,
        new Verb("history", "History", "The last syncs.\n\nExample:\n  chantal history", hasResult: true).WithFormats("text", "json").Command,
        new Verb("list", "ListMirrors", "The mirrors, with their types and when they were synced last.\n\nExample:\n  chantal list", hasResult: true).WithFormats("text", "json").Command,
        new Verb("report", "Report", "Writes a page about all mirrors, to look at in a browser.\n\nExample:\n  chantal report --output report.html").With("--output", "OutputFile", "the file", isPath: true).Command,
    ];

    private static Command ConvertCommand()
    {
        var convert = new Command("convert", "Turns definitions from one form into the other.\n\nExamples:\n  chantal convert yaml chantal.yaml\n  chantal --config chantal.yaml convert projects mirrors");
        convert.Add(new Verb("yaml", "ConvertToYaml", "Writes the projects as one YAML file.\n\nExample:\n  chantal convert yaml chantal.yaml").With(Name("file", "the file to write"), "OutputFile", isPath: true).Command);
        convert.Add(new Verb("projects", "ConvertToProjects", "Writes each repository of a YAML file as a project.\n\nExample:\n  chantal convert projects mirrors").With(Name("directory", "where they go"), "OutputDirectory", isPath: true).Command);
        return convert;
    }

    private static Argument<string> Name(string name, string description) => new(name) { Description = description };
}
