using System.Diagnostics;

namespace Chantal.Sdk.Tests.Support;

/// <summary>
/// The real pip with an environment of its own, empty at first. It knows one index, which it is told each time: it has no
/// configuration and no cache, and what is not on loopback it cannot reach.
/// </summary>
public sealed class PipClient
{
    // The system's, whatever comes first in PATH: its pip is a package that tests/install-tools sees to.
    private const string SystemPython = "/usr/bin/python3";

    private string _configuration = "/dev/null";

    /// <summary>Makes an environment below <paramref name="root"/>.</summary>
    public PipClient(string root)
    {
        Root = Directory.CreateDirectory(root).FullName;
        Directory.CreateDirectory(Path.Combine(Root, "tmp"));
        Run(SystemPython, "-m", "venv", "--without-pip", Path.Combine(Root, "environment")).Succeeded();
    }

    /// <summary>The directory of this client; it is also pip's home and current directory.</summary>
    public string Root { get; }

    /// <summary>The Python that packages are installed for.</summary>
    public string Python => Path.Combine(Root, "environment/bin/python");

    /// <summary>Installs packages and what they need.</summary>
    public CommandResult Install(string indexUrl, params IEnumerable<string> arguments) => Pip(["install", "--no-compile", .. Index(indexUrl), .. arguments]);

    /// <summary>Reads this file of configuration from now on.</summary>
    public PipClient Configure(string file)
    {
        _configuration = file;
        return this;
    }

    /// <summary>Installs packages and what they need from the index that the configuration names.</summary>
    public CommandResult InstallAsConfigured(params IEnumerable<string> packages) => Pip(["install", "--no-compile", .. packages]);

    /// <summary>Downloads packages and what they need.</summary>
    public CommandResult Download(string indexUrl, params IEnumerable<string> arguments) =>
        Pip(["download", "--dest", Path.Combine(Root, "downloads"), .. Index(indexUrl), .. arguments]);

    /// <summary>Runs any command of pip.</summary>
    public CommandResult Pip(params IEnumerable<string> arguments) =>
        Run(SystemPython, ["-m", "pip", $"--python={Python}", "--no-input", "--disable-pip-version-check", "--no-cache-dir", "--retries=0", "--no-color", .. arguments]);

    /// <summary>Writes a file of requirements and returns its path.</summary>
    public string Requirements(params IEnumerable<string> lines)
    {
        var path = Path.Combine(Root, "requirements.txt");
        File.WriteAllLines(path, lines);
        return path;
    }

    /// <summary>What a program in Python prints, run with what is installed.</summary>
    public string Evaluate(string program) => Run(Python, "-c", program).Succeeded().Output.Trim();

    /// <summary>The packages that are installed, as name-version, sorted; names are spelled as in file names.</summary>
    public IReadOnlyList<string> Installed() =>
        [.. Directory.GetDirectories(Path.Combine(Root, "environment/lib"), "*.dist-info", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    /// <summary>The names of the files that were downloaded, sorted.</summary>
    public IReadOnlyList<string> Downloaded()
    {
        var directory = Path.Combine(Root, "downloads");
        return Directory.Exists(directory) ? [.. Directory.GetFiles(directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)] : [];
    }

    private static string[] Index(string url) => ["--index-url", url];

    private CommandResult Run(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Root };
        start.Environment.Clear();
        foreach (var (name, value) in ((string, string)[])[
            ("PATH", "/usr/bin:/bin"), ("HOME", Root), ("TMPDIR", Path.Combine(Root, "tmp")), ("LC_ALL", "C.UTF-8"), ("PIP_CONFIG_FILE", _configuration),

            // Nobody listens there.
            ("http_proxy", "http://127.0.0.1:9"), ("https_proxy", "http://127.0.0.1:9"), ("no_proxy", "127.0.0.1,localhost"),
        ])
        {
            start.Environment[name] = value;
        }

        return Command.Run(start);
    }
}
