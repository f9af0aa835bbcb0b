using Chantal.Diagnostics;
using Chantal.Rpm.Roots;

namespace Chantal.Hosts.Tools;

/// <summary>Reads the configuration of another mirror tool as definitions to begin with.</summary>
internal static class ToolConfiguration
{
    private const int MaxSize = 4 << 20;

    /// <summary>Whether a text is a command line, and not the path of a file.</summary>
    public static bool IsCommand(string text) => ShellWords.Split(text) is [var first, _, ..] && Debmirror.IsProgram(first);

    /// <summary>Reads a configuration.</summary>
    /// <param name="from">A command line of debmirror, or the path of a file.</param>
    /// <param name="host">The machine that it is for.</param>
    /// <exception cref="MirrorException">It cannot be read, or is not one that is known.</exception>
    public static HostSources Read(string from, Host host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var found = new HostMirrors(host);
        if (IsCommand(from))
        {
            Debmirror.Add(ShellWords.Split(from), "the command line", found);
            return found.ToSources();
        }

        Read(Text(from), from, host, found);
        return found.ToSources();
    }

    private static void Read(string text, string path, Host host, HostMirrors found)
    {
        var commands = ShellWords.Commands(text).Select(ShellWords.Split).Where(c => c.Count > 1 && Debmirror.IsProgram(c[0])).ToList();
        var passedOver = new List<string>();
        if (IniFile.ReadWhole(text, passedOver) is { } sections && sections.Any(s => s.Section == "mirror" && s.Key is "directory" or "master"))
        {
            found.NotePassedOver(path, passedOver);
            Bandersnatch.Add(sections, path, found);
        }
        else if (IniFile.Read(text) is { } repositories && repositories.Any(s => s.Key.ToLowerInvariant() is "baseurl" or "metalink" or "mirrorlist"))
        {
            YumRepositories.Add(text, path, path.Contains("/zypp/", StringComparison.Ordinal), YumRepositories.VariablesElsewhere(host, text, path, found), new HashSet<string>(), found);
            foreach (var disabled in repositories.Where(r => r.Key.Equals("enabled", StringComparison.OrdinalIgnoreCase) && r.Value is "0" or "false" or "no"))
            {
                found.Note($"{path} [{disabled.Section}] is left out: it is not enabled.");
            }
        }
        else if (AptMirrorList.IsOne(text))
        {
            AptMirrorList.Add(text, path, host, found);
        }
        else if (commands.Count > 0)
        {
            commands.ForEach(c => Debmirror.Add(c, path, found));
        }
        else
        {
            throw ToolDiagnostics.ConfigurationUnknown(path, IniFile.BrokenHead(text));
        }
    }

    private static string Text(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaxSize ? File.ReadAllText(path) : throw ToolDiagnostics.ConfigurationUnknown(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ToolDiagnostics.ConfigurationUnreadable(path, exception);
        }
    }
}
