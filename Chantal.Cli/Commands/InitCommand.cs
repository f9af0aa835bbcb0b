using System.CommandLine;
using Chantal.Cli.Building;
using Chantal.Cli.Wizard;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Hosts;
using Chantal.Hosts.Lists;
using Chantal.Hosts.Tools;

namespace Chantal.Cli.Commands;

/// <summary>Writes a first definition: from options and answers, from what this host uses, or from the configuration of another tool.</summary>
internal static class InitCommand
{
    // Of OpenPGP, version 4. Shorter numbers can be forged.
    private const int ShortestFingerprint = 40;

    private static readonly Option<string?> Type = new Option<string?>("--type") { Description = Vocabulary.AnyType }.AcceptOnlyFromAmong([.. Vocabulary.Types]);
    private static readonly Option<string?> Name = new("--name") { Description = "the mirror's name; default: from the upstream's address" };
    private static readonly Option<string[]> Upstream = new("--upstream") { Description = "base URLs" };
    private static readonly Option<string[]> SignedBy = new("--signed-by", "--key") { Description = "keyring files" };
    private static readonly Option<string[]> Fingerprint = new("--fingerprint") { Description = "fingerprints that you have compared: a key that the upstream serves is trusted if it has one of these" };
    private static readonly Option<bool> Unsigned = new("--unsigned") { Description = "takes an upstream that is not signed" };
    private static readonly Option<bool> Dependencies = new("--include-dependencies") { Description = "adds what the named packages need" };
    private static readonly Option<bool> All = new("--all") { Description = "everything that the upstream has, and no slice" };
    private static readonly Option<bool> Offline = new("--offline") { Description = "writes what the options say, and does not look at the upstream" };
    private static readonly Option<bool> NoPlan = new("--no-plan") { Description = "does not plan what was written" };
    private static readonly Option<string?> From = new("--from") { Description = "a configuration of another tool: mirror.list, a .repo file, bandersnatch.conf, or a command line of debmirror" };
    private static readonly Option<bool> FromHost = new("--from-host") { Description = "from this host's apt sources, yum and apk repositories and pip configuration" };
    private static readonly Option<string?> FromHosts = new("--from-hosts") { Description = "from a folder with the lists that hosts wrote ('chantal host-report'): mirrors that cover all of them" };
    private static readonly Option<bool> OnlyInstalled = new("--only-installed") { Description = "with --from-hosts: mirrors hold what the hosts have installed, and what that needs" };
    private static readonly Option<string> Root = new("--root") { Description = "the host's root directory", DefaultValueFactory = _ => "/", Hidden = true };
    private static readonly Option<bool> Yaml = new("--yaml") { Description = "writes chantal.yaml in place of projects" };
    private static readonly Option<string?> Output = new("--output", "-o") { Description = "the folder for projects, or for chantal.yaml; or the YAML file; default: mirrors, and chantal.yaml here" };

    private static readonly string[] TransferWords = ["NetrcFile", "AccessFile", "Proxy", "CaBundle", "ClientCertificate", "ClientKey"];

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

    public static DocumentedCommand Create(RootCommand root)
    {
        var command = new DocumentedCommand(
            "init",
            "Writes a first definition that works, and plans it. Looks at the upstream, asks for what is missing on a terminal, and never overwrites a file.",
            "chantal init",
            "chantal init --type apt --upstream http://ftp.debian.org/debian/ --suite bookworm --package nginx --include-dependencies",
            "chantal init --from-host",
            "chantal init --from-hosts hosts/ --only-installed",
            "chantal init --from /etc/apt/mirror.list",
            "chantal init --from \"debmirror --host=ftp.debian.org --dist=bookworm --arch=amd64 /srv/debian\"");
        foreach (var option in (IEnumerable<Option>)[Type, Name, Upstream, SignedBy, Fingerprint, Unsigned, .. Items.Select(i => i.Option), Dependencies, All, Offline, NoPlan, From, FromHost, FromHosts, OnlyInstalled, Root, Yaml, Output])
        {
            command.Add(option);
        }

        foreach (var (word, option) in Words)
        {
            command.Setters[word] = (option, null);
        }

        var words = CommandWords.For(command, command.Setters.Keys);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, root, words, cancellation));
        return command;
    }

    // Some items are called as files and parts of a repository are. What is said of the transfer has no option of its own.
    private static IEnumerable<(string Word, string Option)> Words =>
    [
        ("Upstream", Upstream.Name), ("SignedBy", SignedBy.Name), ("VerifySignatures", Unsigned.Name), ("MirrorType", Type.Name), ("MirrorName", Name.Name), ("Hosts", FromHosts.Name),
        .. Items.Where(i => i.Item is not ("Package" or "File" or "Release")).Select(i => (i.Item, i.Option.Name)),
        .. TransferWords.Select(word => (word, $"-p {word}")),
    ];

    private static async Task<int> RunAsync(ParseResult parsed, RootCommand root, CommandWords words, CancellationToken cancellation)
    {
        var files = DefinitionFiles.Of(parsed.GetValue(Output) is { } output ? TypedPath.Full("--output", output) : null, parsed.GetValue(Yaml));
        try
        {
            return parsed.GetValue(FromHost) || parsed.GetValue(FromHosts) is not null || parsed.GetValue(From) is not null
                ? await ConvertAsync(parsed, files, cancellation)
                : await AskAsync(parsed, files, root, cancellation);
        }
        catch (MirrorException exception)
        {
            throw IsOfCommandLine(exception.Code) ? CommandDiagnostics.AnswerNotUsable(exception, words) : CommandDiagnostics.DefinitionNotMade(exception, words);
        }
    }

    // What is missing or not there is a matter of the command line; an upstream that does not answer is not.
    private static bool IsOfCommandLine(string code) => code is DiagnosticCodes.AnswerMissing or DiagnosticCodes.NotOffered or DiagnosticCodes.HostsMissing or DiagnosticCodes.ConfigurationUnknown or DiagnosticCodes.InvalidName;

    private static async Task<int> AskAsync(ParseResult parsed, DefinitionFiles files, RootCommand root, CancellationToken cancellation)
    {
        var output = parsed.InvocationConfiguration.Output;
        var first = await new Interview(Questions(parsed), GivenBy(parsed, files)).RunAsync(cancellation);
        files.Write([first.Definition], first.Keys, output);
        if (parsed.GetValue(NoPlan) || parsed.GetValue(Offline))
        {
            output.WriteLine("Next: chantal plan");
            return (int)ExitCode.Success;
        }

        // What was written is tried at once, as anybody would.
        var plan = (string[])["plan", "--config", files.PlaceOf(first.Definition), .. (parsed.GetValue(Settings.Property) ?? []).SelectMany(p => (string[])["--property", p]), .. parsed.GetValue(Settings.Quiet) ? (string[])["--quiet"] : []];
        var code = await root.Parse(plan, new ParserConfiguration { ResponseFileTokenReplacer = null }).InvokeAsync(parsed.InvocationConfiguration, cancellation);
        if (code == (int)ExitCode.Success)
        {
            output.WriteLine("Next: chantal sync");
        }

        return code;
    }

    private static async Task<int> ConvertAsync(ParseResult parsed, DefinitionFiles files, CancellationToken cancellation)
    {
        var (output, errors) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var (mirrors, keys, notes) = ReadSources(parsed, Path.GetRelativePath(Environment.CurrentDirectory, files.KeyDirectory), cancellation);
        foreach (var note in notes)
        {
            errors.WriteLine(files.Say(note));
        }

        if (mirrors.Count == 0)
        {
            throw CommandDiagnostics.NoSources();
        }

        var written = keys.Select(k => KeyValuePair.Create(Path.GetFullPath(k.Key), (ReadOnlyMemory<byte>)System.Text.Encoding.UTF8.GetBytes(k.Value))).ToList();
        var definitions = new List<MirrorDefinition>();
        var interview = new Interview(Questions(parsed), GivenBy(parsed, files) with { SignedBy = [] });
        foreach (var mirror in mirrors)
        {
            definitions.Add(await CompleteAsync(parsed, files, interview, mirror, written, cancellation));
        }

        files.Write(definitions, [.. written.DistinctBy(k => k.Key)], output);
        output.WriteLine("Next: chantal plan");
        return (int)ExitCode.Success;
    }

    private static HostSources ReadSources(ParseResult parsed, string keyDirectory, CancellationToken cancellation)
    {
        if (parsed.GetValue(FromHosts) is { } folder)
        {
            var lists = new HostListFolder(TypedPath.Full("--from-hosts", folder));
            var fleet = new FleetSources(keyDirectory, parsed.GetValue(OnlyInstalled));
            foreach (var list in lists.Read(cancellation))
            {
                fleet.Add(list);
            }

            foreach (var warning in lists.Warnings)
            {
                parsed.InvocationConfiguration.Error.WriteLine(Printable.Escape($"{warning.Message} ({warning.Code})"));
            }

            // A definition that misses a host would look as if it covered all.
            return lists.Failures is [var failure, ..] ? throw failure : fleet.ToSources();
        }

        var host = ThisHost.Read(parsed.GetValue(Root)!, keyDirectory);
        return parsed.GetValue(From) is { } from ? ToolConfiguration.Read(ToolConfiguration.IsCommand(from) ? from : TypedPath.Full("--from", from), host) : HostSources.Read(host);
    }

    // The other tools do not check signatures, or trust keys that they do not name.
    private static async Task<MirrorDefinition> CompleteAsync(
        ParseResult parsed, DefinitionFiles files, Interview interview, MirrorDefinition mirror, List<KeyValuePair<string, ReadOnlyMemory<byte>>> keys, CancellationToken cancellation)
    {
        if (mirror["SignedBy"].Length == 0 && parsed.GetValue(SignedBy) is { Length: > 0 } given)
        {
            return mirror.With("SignedBy", string.Join(';', given.Select(k => TypedPath.Expand("--signed-by", k))));
        }

        if (parsed.GetValue(From) is null || parsed.GetValue(Offline) || mirror["MirrorType"] == "pypi")
        {
            return mirror;
        }

        try
        {
            var completed = await interview.AddKeysAsync(mirror, cancellation);
            keys.AddRange(completed.Keys);
            return completed.Definition;
        }
        catch (MirrorException exception)
        {
            parsed.InvocationConfiguration.Error.WriteLine(files.Say($"{mirror.Name}: no key is named yet. {exception.Message} ({exception.Code})"));
            return mirror;
        }
    }

    private static string WholeFingerprint(string text)
    {
        var digits = text.Replace(" ", "", StringComparison.Ordinal).Replace(":", "", StringComparison.Ordinal).ToUpperInvariant();
        return digits.Length >= ShortestFingerprint && digits.All(char.IsAsciiHexDigit) ? digits : throw CommandDiagnostics.FingerprintInvalid(text);
    }

    private static IQuestions Questions(ParseResult parsed) => Console.IsInputRedirected || parsed.GetValue(Settings.Json)
        ? new Unattended(parsed.InvocationConfiguration.Error)
        : new TerminalQuestions(Console.In, parsed.InvocationConfiguration.Output);

    private static Given GivenBy(ParseResult parsed, DefinitionFiles files) => new()
    {
        Type = parsed.GetValue(Type),
        Name = parsed.GetValue(Name),
        Upstream = [.. (parsed.GetValue(Upstream) ?? []).Where(u => u.Length > 0)],
        SignedBy = [.. (parsed.GetValue(SignedBy) ?? []).Select(k => TypedPath.Expand("--signed-by", k))],
        Fingerprints = [.. (parsed.GetValue(Fingerprint) ?? []).Select(WholeFingerprint)],
        Items = [.. Items.SelectMany(i => (parsed.GetValue(i.Option) ?? []).Select(value => new DefinitionItem(i.Item, Vocabulary.Get(i.Item).IsPath ? TypedPath.Expand(i.Option.Name, value) : value)))],
        IncludesDependencies = parsed.GetValue(Dependencies),
        IsWhole = parsed.GetValue(All),
        IsUnsigned = parsed.GetValue(Unsigned),
        IsOffline = parsed.GetValue(Offline),
        Settings = Settings.Properties(parsed),
        Directory = Environment.CurrentDirectory,
        KeyDirectory = files.KeyDirectory,
        ShippedKeys = Path.Combine(AppContext.BaseDirectory, "keys"),
        MachineRoot = parsed.GetValue(Root)!,
    };
}
