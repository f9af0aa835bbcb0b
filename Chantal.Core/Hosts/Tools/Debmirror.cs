using Chantal.Definitions;

namespace Chantal.Hosts.Tools;

/// <summary>Makes a mirror of a command line of debmirror (<c>debmirror(1)</c>).</summary>
internal static class Debmirror
{
    private static readonly Dictionary<string, string> Short = new()
    {
        ["-a"] = "--arch",
        ["-d"] = "--dist",
        ["-e"] = "--method",
        ["-h"] = "--host",
        ["-r"] = "--root",
        ["-s"] = "--section",
        ["-u"] = "--user",
        ["-v"] = "--verbose",
        ["-p"] = "--progress",
        ["-t"] = "--timeout",
    };

    private static readonly HashSet<string> WithValue =
    [
        "--arch", "--dist", "--method", "--host", "--root", "--section", "--user", "--passwd", "--timeout", "--keyring", "--include", "--exclude", "--exclude-deb-section", "--exclude-field", "--include-field",
        "--limit-priority", "--diff", "--di-dist", "--di-arch", "--proxy", "--ftp-proxy", "--rsync-extra", "--rsync-options", "--rsync-batch", "--rsync-max-batch", "--max-batch", "--config-file", "--ignore",
        "--state-cache-days", "--ssl-ca-file", "--ssl-client-cert", "--ssl-client-key", "--dist-alias", "--gzip-options", "--checksum-batch",
    ];

    // What Chantal does in any case, in its own way, or what only concerns the terminal.
    private static readonly HashSet<string> Own =
    [
        "--verbose", "--progress", "--debug", "--dry-run", "--postcleanup", "--precleanup", "--cleanup", "--nocleanup", "--checksums", "--check-gpg", "--source", "--nosource", "--i18n", "--getcontents",
        "--no-check-gpg", "--ignore-release-gpg", "--max-batch", "--rsync-batch", "--rsync-max-batch", "--state-cache-days", "--slow-cpu", "--rsync-options", "--gzip-options", "--checksum-batch", "--method", "--omit-suite-symlinks",
    ];

    /// <summary>Whether a word is the program.</summary>
    public static bool IsProgram(string word) => Path.GetFileName(word) == "debmirror";

    /// <summary>Adds the mirror.</summary>
    /// <param name="words">The command line.</param>
    /// <param name="place">What notes call it.</param>
    /// <param name="found">Where it goes.</param>
    public static void Add(IReadOnlyList<string> words, string place, HostMirrors found)
    {
        var (options, directories) = Read(words);
        var method = Last("--method") ?? "ftp";
        if (method is not ("http" or "https"))
        {
            found.Note($"{place}: --method={method} has no counterpart. The upstream is asked over http; correct Upstream if it serves elsewhere.");
        }

        var host = Last("--host") ?? "ftp.debian.org";
        var root = (Last("--root") ?? "debian").Trim('/', ':');
        if (found.Base($"{(method == "https" ? "https" : "http")}://{host}/{root}", place) is not { } upstream)
        {
            return;
        }

        var sections = List("--section", "main,contrib,non-free");
        var name = found.NameFor(root.Split('/')[^1] is { Length: > 0 } last ? last : host, host);
        Note(options, directories, name, place, found);
        var isChecked = !options.Any(o => o.Name is "--no-check-gpg" or "--ignore-release-gpg");
        found.Add(
            name,
            [
                ("MirrorType", "apt"), ("Upstream", upstream), ("SignedBy", string.Join(';', Values("--keyring"))), ("VerifySignatures", isChecked ? "" : "false"),
                ("IncludeSources", options.Any(o => o.Name == "--nosource") ? "" : "true"), ("Proxy", Last("--proxy") ?? ""), ("TransferTimeout", Last("--timeout") is { } seconds ? $"{seconds}s" : ""),
                ("CaBundle", Last("--ssl-ca-file") ?? ""), ("ClientCertificate", Last("--ssl-client-cert") ?? ""), ("ClientKey", Last("--ssl-client-key") ?? ""),
            ],
            [
                .. List("--dist", "sid").Select(s => new DefinitionItem("Suite", s)),
                .. sections.Where(s => !s.Contains("debian-installer", StringComparison.Ordinal)).Select(s => new DefinitionItem("Component", s)),
                .. List("--arch", "i386").Where(a => a is not "none").Select(a => new DefinitionItem("Architecture", a)),
                .. options.Any(o => o.Name == "--i18n") ? Array.Empty<DefinitionItem>() : [new DefinitionItem("Language", "en")],
                .. Left().Select(i => new DefinitionItem("ExcludeIndex", i)),
            ]);

        string? Last(string option) => options.LastOrDefault(o => o.Name == option).Value;
        IEnumerable<string> Values(string option) => options.Where(o => o.Name == option).Select(o => o.Value!);
        string[] List(string option, string otherwise) => string.Join(',', Values(option).DefaultIfEmpty(otherwise)).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> Left()
        {
            var hasInstaller = options.Any(o => o.Name is "--di-dist" or "--di-arch") || sections.Any(s => s.Contains("debian-installer", StringComparison.Ordinal));
            return
            [
                .. options.Any(o => o.Name == "--getcontents") ? Array.Empty<string>() : ["*Contents-*"],
                .. Last("--diff") == "none" ? (string[])["*.diff/*"] : [],
                .. hasInstaller ? Array.Empty<string>() : ["*/installer-*", "*/debian-installer/*"],
                "*/dep11/*",
            ];
        }
    }

    private static void Note(List<(string Name, string? Value)> options, List<string> directories, string name, string place, HostMirrors found)
    {
        foreach (var (option, value) in options)
        {
            var written = value is null ? option : $"{option}={value}";
            switch (option)
            {
                case "--include" or "--exclude":
                    found.Note($"{place}: {written} is an expression over paths, and Chantal selects by names of packages. Name them with {(option == "--include" ? "Package" : "ExcludePackage")} items in {name}.");
                    break;
                case "--user" or "--passwd":
                    found.Note($"{place}: {option} stays there; put the credentials into a netrc file and name it with NetrcFile in {name}.");
                    break;
                case "--no-check-gpg" or "--ignore-release-gpg":
                    found.Note($"{place}: {option} turns the check of signatures off, and so does VerifySignatures=false in {name}. Better name the key with SignedBy, and remove it.");
                    break;
                case "--arch" or "--dist" or "--host" or "--root" or "--section" or "--keyring" or "--proxy" or "--timeout" or "--diff" or "--ssl-ca-file" or "--ssl-client-cert" or "--ssl-client-key" or "--di-dist" or "--di-arch":
                    break;
                case { } when !Own.Contains(option):
                    found.Note($"{place}: {written} has no counterpart, and is left out.");
                    break;
            }
        }

        foreach (var directory in directories)
        {
            found.NoteOldTree(place, directory);
        }
    }

    private static (List<(string Name, string? Value)> Options, List<string> Directories) Read(IReadOnlyList<string> words)
    {
        var options = new List<(string Name, string? Value)>();
        var directories = new List<string>();
        for (var at = 1; at < words.Count; at++)
        {
            var word = words[at];
            if (!word.StartsWith('-') || word.Length == 1)
            {
                // Behind these is the rest of a script.
                if (word is "|" or "||" or "&&" or ";" or "&" || word.Contains('>', StringComparison.Ordinal))
                {
                    break;
                }

                directories.Add(word);
                continue;
            }

            var parts = word.Split('=', 2);
            var option = Short.GetValueOrDefault(parts[0], parts[0]);
            var value = parts.Length == 2 ? parts[1]
                : !WithValue.Contains(option) ? null
                : at + 1 < words.Count && !words[at + 1].StartsWith("--", StringComparison.Ordinal) ? words[++at]
                : throw ToolDiagnostics.OptionWithoutValue(parts[0]);
            options.Add((option, value));
        }

        return (options, directories);
    }
}
