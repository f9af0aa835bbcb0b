using System.Runtime.InteropServices;
using Chantal.Hosts;

namespace Chantal.Cli.Commands;

/// <summary>The machine that the command runs on.</summary>
internal static class ThisHost
{
    /// <summary>It, as its files are read.</summary>
    /// <param name="root">Its root directory.</param>
    /// <param name="keyDirectory">Where keys go that stand in its files.</param>
    public static Host Read(string root, string keyDirectory)
    {
        var machine = RuntimeInformation.OSArchitecture switch
        {
            Architecture.X64 => "x86_64",
            Architecture.Arm64 => "aarch64",
            var other => other.ToString().ToLowerInvariant(),
        };
        return new Host(root, Environment.GetEnvironmentVariable("HOME") ?? "/root", machine, keyDirectory);
    }
}
