namespace Chantal.Sdk.Tests.Support;

/// <summary>The apt of Debian 13, unpacked with its libraries from the Debian mirror that this machine's apt is set up for, and run by its own loader.</summary>
public sealed class TrixieApt
{
    private const string Libraries = "usr/lib/x86_64-linux-gnu";

    private readonly string _root;

    /// <summary>Downloads and unpacks it below a directory.</summary>
    public TrixieApt(string directory)
    {
        var client = new AptClient(Path.Combine(directory, "client")).WithDeb822Source(MachineUpstream.Keyring, MachineUpstream.Read().Uri, "trixie", "main");
        client.Update().Succeeded();
        client.Download("apt").Succeeded();
        _root = Path.Combine(directory, "unpacked");
        foreach (var package in client.Downloaded())
        {
            Command.Output("dpkg-deb", "--extract", Path.Combine(client.Root, "var/cache/apt/archives", package), _root);
        }

        // What apt starts by itself has to be run by the same loader. Its sqv has a fixed path; without that method, apt takes gpgv, which is this machine's.
        Methods = Directory.CreateDirectory(Path.Combine(directory, "methods")).FullName;
        foreach (var method in (string[])["http", "file", "copy", "store", "gpgv"])
        {
            var script = Path.Combine(Methods, method);
            File.WriteAllText(script, $"#!/bin/sh\nexec {string.Join(' ', Start($"usr/lib/apt/methods/{method}"))} \"$@\"\n");
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The directory with its methods.</summary>
    public string Methods { get; }

    /// <summary>How a program of it is started: the loader, and what it is told.</summary>
    public IReadOnlyList<string> Start(string program) =>
        [Path.Combine(_root, Libraries, "ld-linux-x86-64.so.2"), "--library-path", Path.Combine(_root, Libraries), Path.Combine(_root, program)];
}
