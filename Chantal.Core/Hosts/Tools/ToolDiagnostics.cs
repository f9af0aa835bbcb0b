using Chantal.Diagnostics;
using Chantal.Text;
using Chantal.Transfer.Origins;

namespace Chantal.Hosts.Tools;

/// <summary>What reading the configuration of another tool reports.</summary>
internal static class ToolDiagnostics
{
    [Documented(DiagnosticCodes.ConfigurationUnknown, Severity.Error,
        "The file that `--from` names cannot be read, or is not a configuration of apt-mirror, debmirror, dnf or bandersnatch.",
        "Name a `mirror.list`, a script with a command line of debmirror, a `.repo` file or a `bandersnatch.conf`.")]
    public static MirrorException ConfigurationUnknown(string path, (int Number, string Text)? line = null) => new(
        DiagnosticCodes.ConfigurationUnknown,
        $"'{path}' is not a configuration that can be taken over{(line is { } broken ? $": line {broken.Number}, '{SafeUrl.Clip(Credentials.Hide(broken.Text))}', is not the head of a section, such as [name]. Correct the line, or name" : ". Name")} a mirror.list of apt-mirror, a script with a command line of debmirror, a .repo file or a bandersnatch.conf.");

    public static MirrorException OptionWithoutValue(string option) => new(
        DiagnosticCodes.ConfigurationUnknown,
        $"{option} of debmirror has no value, so the command line is not whole. Correct --from.");

    public static MirrorException ConfigurationUnreadable(string path, Exception inner) => new(
        DiagnosticCodes.ConfigurationUnknown,
        $"'{path}' {FileFault.Of(path, inner)}. Correct --from.",
        inner);
}
