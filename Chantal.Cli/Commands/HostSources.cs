using Chantal.Definitions;

namespace Chantal.Cli.Commands;

/// <summary>Definitions for what a host uses today.</summary>
internal static class HostSources
{
    /// <summary>Reads a host's sources; notes say what was left out, and why.</summary>
    public static (IReadOnlyList<MirrorDefinition> Mirrors, IReadOnlyList<string> Notes) Read(string root) => ([], [$"'{root}' was not read."]);
}
