using Chantal.Diagnostics;
using Chantal.Hosts.Lists;

namespace Chantal.Hosts.Updates;

/// <summary>What comparing hosts with mirrors reports.</summary>
internal static class UpdatesDiagnostics
{
    [Documented(DiagnosticCodes.HostUnmatched, Severity.Warning,
        "No mirror is for a host's system, or the host's list has no packages: nothing is said of it.",
        "Add a mirror of its distribution and release, or let the host write its list again.")]
    public static Diagnostic HostUnmatched(HostList host, HostFindings findings) => new(
        DiagnosticCodes.HostUnmatched,
        findings.UnmatchedTypes.Count > 0
            ? $"The host '{host.Name}' is {host.System.Name}{(host.System.Codename.Length > 0 ? $" ({host.System.Codename})" : "")}, and no mirror has packages for it of the type {string.Join(", ", findings.UnmatchedTypes)}, so they are not compared. Add a mirror of its release."
            : $"The list of the host '{host.Name}' has no packages, so nothing is compared. Let the host write it again with 'chantal host-report'.");
}
