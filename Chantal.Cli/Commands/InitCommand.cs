using System.CommandLine;
using System.Runtime.InteropServices;
using Chantal.Definitions;
using Chantal.Definitions.Yaml;
using Chantal.Hosts;
using Chantal.Text;
using Spectre.Console;

namespace Chantal.Cli.Commands;

/// <summary>Writes a first definition: from options, from what this host uses, or from answers.</summary>
internal static class InitCommand
{
    private static readonly Option<string?> Type = new Option<string?>("--type") { Description = Vocabulary.AnyType }.AcceptOnlyFromAmong([.. Vocabulary.Types]);
    private static readonly Option<string?> Name = new("--name") { Description = "the mirror's name" };
    private static readonly Option<string[]> Upstream = new("--upstream") { Description = "base URLs" };
    private static readonly Option<string[]> SignedBy = new("--signed-by") { Description = "keyring files" };
    private static readonly Option<bool> Dependencies = new("--include-dependencies") { Description = "adds what the named packages need" };
    private static readonly Option<bool> FromHost = new("--from-host") { Description = "from this host's apt sources, yum and apk repositories and pip configuration" };
    private static readonly Option<string> Root = new("--root") { Description = "the host's root directory", DefaultValueFactory = _ => "/", Hidden = true };
    private static readonly Option<bool> Yaml = new("--yaml") { Description = "writes chantal.yaml in place of projects" };
    private static readonly Option<string> Output = new("--output") { Description = "the folder for projects", DefaultValueFactory = _ => "mirrors" };

    private static readonly (Option<string[]> Option, string Item)[] Items =
    [
        (new("--suite") { Description = "apt: suites" }, "Suite"),
        (new("--component") { Description = "apt: components" }, "Component"),
        (new("--architecture") { Description = "apt, rpm, apk: architectures" }, "Architecture"),
        (new("--repository") { Description = "rpm, apk: directories below the upstream" }, "Repository"),
        (new("--package") { Description = "packages to keep, with * and ?" }, "Package"),
        (new("--requirements") { Description = "pypi: requirements files" }, "Requirements"),
        (new("--python-version") { Description = "pypi: versions of Python" }, "PythonVersion"),
        (new("--platform") { Description = "pypi: platforms" }, "Platform"),
        (new("--file") { Description = "files: URLs, or paths below the upstream" }, "File"),
        (new("--checksum-file") { Description = "files: lists of checksums" }, "ChecksumFile"),
        (new("--release") { Description = "files: repositories of a forge, as owner/name" }, "Release"),
    ];

    public static DocumentedCommand Create()
    {
        var command = new DocumentedCommand(
            "init",
            "Writes a first definition. Asks for what is missing on a terminal; never overwrites a file.",
            "chantal init --from-host",
            "chantal init --name debian --type apt --upstream http://ftp.debian.org/debian/ --suite bookworm --signed-by keys/debian.asc");
        foreach (var option in (IEnumerable<Option>)[Type, Name, Upstream, SignedBy, .. Items.Select(i => i.Option), Dependencies, FromHost, Root, Yaml, Output])
        {
            command.Add(option);
        }

        command.SetAction(parsed => (int)Run(parsed));
        return command;
    }

    private static ExitCode Run(ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        var directory = TypedPath.Full("--output", parsed.GetValue(Output)!);
        var (mirrors, keys, notes) = parsed.GetValue(FromHost)
            ? HostSources.Read(new Host(parsed.GetValue(Root)!, Environment.GetEnvironmentVariable("HOME") ?? "/root", Machine, Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(directory, "keys"))))
            : new HostSources([OfOptions(parsed)], [], []);
        foreach (var note in notes)
        {
            parsed.InvocationConfiguration.Error.WriteLine(note);
        }

        if (mirrors.Count == 0)
        {
            throw CommandDiagnostics.NoSources();
        }

        var files = (parsed.GetValue(Yaml) ? [Whole(mirrors)] : mirrors.Select(m => Single(m, directory))).Concat(keys.Select(k => (File: Path.GetFullPath(k.Key), Text: k.Value))).ToList();
        if (files.FirstOrDefault(f => File.Exists(f.File)).File is { } there)
        {
            throw CommandDiagnostics.AlreadyThere(there);
        }

        foreach (var (file, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
            output.WriteLine($"Wrote {Path.GetRelativePath(Environment.CurrentDirectory, file)}.");
        }

        output.WriteLine("Next: chantal plan");
        return ExitCode.Success;
    }

    private static (string File, string Text) Whole(IReadOnlyList<MirrorDefinition> mirrors)
    {
        var here = Environment.CurrentDirectory;
        return (Path.Combine(here, "chantal.yaml"), YamlWriter.Write(new EstateDefinition([], [.. mirrors.Select(m => m.Move(here, here))])));
    }

    private static (string File, string Text) Single(MirrorDefinition mirror, string directory) =>
        (Path.Combine(directory, mirror.Name + ".proj"), ProjectText.Write(mirror.Move(Environment.CurrentDirectory, directory)));

    private static string Machine => RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 => "x86_64",
        Architecture.Arm64 => "aarch64",
        var other => other.ToString().ToLowerInvariant(),
    };

    private static MirrorDefinition OfOptions(ParseResult parsed)
    {
        var type = parsed.GetValue(Type) ?? Ask("Type", Vocabulary.Types, "--type");
        string[] upstream = parsed.GetValue(Upstream) is { Length: > 0 } given ? given : type == "files" ? [] : [Ask("Upstream", null, "--upstream")];
        var name = parsed.GetValue(Name) ?? Ask("Name", null, "--name");
        var properties = new List<KeyValuePair<string, string>> { new("MirrorType", type) };
        if (upstream.Length > 0)
        {
            properties.Add(new("Upstream", string.Join(';', upstream)));
        }

        if (parsed.GetValue(SignedBy) is { Length: > 0 } keys)
        {
            properties.Add(new("SignedBy", string.Join(';', keys.Select(k => TypedPath.Expand("--signed-by", k)))));
        }

        if (parsed.GetValue(Dependencies))
        {
            properties.Add(new("IncludeDependencies", "true"));
        }

        var items = Items.SelectMany(i => (parsed.GetValue(i.Option) ?? []).Select(value => new DefinitionItem(i.Item, Vocabulary.Get(i.Item).IsPath ? TypedPath.Expand(i.Option.Name, value) : value, [])));
        return new MirrorDefinition(FolderName.Check(name, "--name"), properties, [.. items]);
    }

    private static string Ask(string question, IReadOnlyList<string>? choices, string option) =>
        Console.IsInputRedirected ? throw CommandDiagnostics.OptionMissing(option)
        : choices is null ? AnsiConsole.Ask<string>($"{question}:")
        : AnsiConsole.Prompt(new SelectionPrompt<string>().Title($"{question}:").AddChoices(choices));
}
