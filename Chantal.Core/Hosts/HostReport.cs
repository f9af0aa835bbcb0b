using System.Diagnostics;
using System.Text;
using Chantal.Hosts.Lists;

namespace Chantal.Hosts;

/// <summary>Writes a host's own list: its system, what it has installed, and where from. Nothing of it is a secret.</summary>
/// <param name="host">The host.</param>
/// <param name="run">Runs a program and gives what it writes, or null if the program does not exist or fails.</param>
internal sealed class HostReport(Host host, Func<string, IReadOnlyList<string>, string?> run)
{
    private static readonly (string Directory, string Extension)[] Sources =
    [
        ("etc/apt/sources.list.d", ".list"), ("etc/apt/sources.list.d", ".sources"), ("etc/yum.repos.d", ".repo"), ("etc/zypp/repos.d", ".repo"), ("etc/zypp/services.d", ".service"),
        ("etc/yum/vars", ""), ("etc/dnf/vars", ""), ("etc/zypp/vars.d", ""), ("etc/apk/repositories.d", ".list"),
    ];

    // Of keys their names are enough.
    private static readonly (string Directory, string Extension)[] Keys = [("etc/apt/trusted.gpg.d", ".gpg"), ("etc/apt/trusted.gpg.d", ".asc"), ("etc/apk/keys", ".pub")];

    private readonly StringBuilder _text = new();

    /// <summary>Writes the list.</summary>
    /// <param name="name">The host's name.</param>
    public string Write(string name)
    {
        Line(HostListFormat.FirstLine);
        Line($"name: {name}");
        Line($"machine: {host.Machine}");
        Section(HostListFormat.System, host.Text("etc/os-release") ?? host.Text("usr/lib/os-release"));
        Section("dpkg", run("dpkg-query", ["-W", "-f=${Package}\\t${Version}\\t${Architecture}\\t${source:Package}\\t${db:Status-Abbrev}\\n"]));
        Section("rpm", run("rpm", ["-qa", "--qf", "%{NAME}\\t%{EPOCHNUM}:%{VERSION}-%{RELEASE}\\t%{ARCH}\\t%{SOURCERPM}\\n"]));
        Section("apk", ApkInstalled());
        Section("pip", run("pip3", ["list", "--format=freeze", "--disable-pip-version-check"]) ?? run("pip", ["list", "--format=freeze", "--disable-pip-version-check"]));
        foreach (var file in Single().Concat(Sources.SelectMany(s => host.Files(s.Directory, s.Extension))))
        {
            File(file, file);
        }

        foreach (var file in (string[])["pip/pip.conf", "config/pip/pip.conf"])
        {
            File($"{host.Home.TrimStart('/')}/.{file}", $"{ReportedHost.HomeInLists}/.{file}");
        }

        foreach (var key in Keys.SelectMany(k => host.Files(k.Directory, k.Extension)))
        {
            Heading(key);
        }

        foreach (var python in ((string[])["usr/lib", "usr/lib64", "usr/local/lib"]).SelectMany(d => host.Directories(d).Where(n => n.StartsWith("python3.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(n => $"{d}/{n}/")))
        {
            Heading(python);
        }

        return _text.ToString();
    }

    /// <summary>Runs a program of this machine.</summary>
    public static string? Run(string program, IReadOnlyList<string> arguments)
    {
        try
        {
            // Plain output, whatever language the host speaks.
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["LC_ALL"] = "C" } };
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? text : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string[] Single() => ["etc/apt/sources.list", "etc/apk/repositories", "etc/apk/arch", "etc/pip.conf", "etc/xdg/pip/pip.conf", "var/lib/dpkg/arch"];

    // The fields of a package are lines of a letter each.
    private string? ApkInstalled()
    {
        if (host.Text("lib/apk/db/installed") is not { } database)
        {
            return null;
        }

        var packages = new StringBuilder();
        var fields = new Dictionary<char, string>();
        foreach (var line in database.Split('\n'))
        {
            if (line.Length > 2 && line[1] == ':')
            {
                _ = fields.TryAdd(line[0], line[2..]);
            }
            else if (line.Length == 0 && fields.Count > 0)
            {
                packages.Append($"{fields.GetValueOrDefault('P')}\t{fields.GetValueOrDefault('V')}\t{fields.GetValueOrDefault('A')}\t{fields.GetValueOrDefault('o')}\n");
                fields.Clear();
            }
        }

        return packages.ToString();
    }

    private void File(string path, string name)
    {
        if (host.Text(path) is { } text)
        {
            Heading(name);
            foreach (var line in Secrets.Strip(text.TrimEnd('\n')))
            {
                Line(" " + line);
            }
        }
    }

    private void Heading(string path) => Line($"[{HostListFormat.File}/{path}]");

    private void Section(string name, string? text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            Line($"[{name}]");
            Line(text.TrimEnd('\n'));
        }
    }

    private void Line(string line) => _text.Append(line).Append('\n');
}
