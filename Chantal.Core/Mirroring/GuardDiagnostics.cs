using System.Globalization;
using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Mirroring;

/// <summary>What the guards in front of publishing find. Where a guard stops the sync, the message says how this one state can pass; else it is a warning.</summary>
internal static class GuardDiagnostics
{
    [Documented(DiagnosticCodes.TooManyPackagesLost, Severity.Error,
        "A new state has lost more packages than `MaxRemovals` allows. What was published before is still served. With `OnMaxRemovals=warn`, this is a warning.",
        "Find out whether the upstream, or your change of the definition, is right. If so, accept the state with `-p:Accept=` and the name in the message. See [Guard against accidents](how-to/guard-against-accidents.md).")]
    public static MirrorException TooManyPackagesLost(string mirror, string reason, string state) => new(
        DiagnosticCodes.TooManyPackagesLost,
        $"The new state of '{mirror}' {reason}. What is published stays. Find out whether the upstream is right. If it is, accept this state with -p:Accept={state}.");

    public static Diagnostic PackagesLost(string mirror, string reason) => new(
        DiagnosticCodes.TooManyPackagesLost, $"The new state of '{mirror}' {reason}. Find out whether the upstream is right.");

    [Documented(DiagnosticCodes.TooMuchToDownload, Severity.Error,
        "A sync would download more than `MaxGrowth` allows. No package was downloaded. With `OnMaxGrowth=warn`, this is a warning.",
        "Look at what is new with the `Plan` target. If it is right, accept it with `-p:Accept=` and the name in the message, or raise `MaxGrowth`.")]
    public static MirrorException TooMuchToDownload(string mirror, long bytes, long limit, string state) => new(
        DiagnosticCodes.TooMuchToDownload,
        $"A sync of '{mirror}' would download {Quantity.Bytes(bytes)}, more than MaxGrowth={Quantity.Bytes(limit)} allows. Nothing was downloaded, and what is published stays. Look at what is new with the Plan target. If it is right, accept this state with -p:Accept={state}.");

    public static Diagnostic MuchToDownload(string mirror, long bytes, long limit) => new(
        DiagnosticCodes.TooMuchToDownload, $"This sync of '{mirror}' downloads {Quantity.Bytes(bytes)}, more than MaxGrowth={Quantity.Bytes(limit)} allows.");

    public static MirrorException SignedByAnother(string mirror, string reason, string state) => new(
        DiagnosticCodes.SignerChanged,
        $"In the new state of '{mirror}', {reason}. SignedBy trusts the new key, but what is published stays. Compare the key with what the upstream announced. If it is right, accept this state with -p:Accept={state}.");

    [Documented(DiagnosticCodes.SignerChanged, Severity.Warning,
        "A state is signed by none of the keys that signed the published one, although `SignedBy` trusts its key. With `SignerChange=error`, this is an error.",
        "Compare the new key with what the upstream announced. If it is wrong, take it out of `SignedBy`. If it is right, there is nothing to do; after an error, accept the state with `-p:Accept=` and the name in the message.")]
    public static Diagnostic SignerChanged(string mirror, string reason) => new(
        DiagnosticCodes.SignerChanged, $"In the new state of '{mirror}', {reason}. SignedBy trusts the new key. Compare it with what the upstream announced.");

    [Documented(DiagnosticCodes.UpstreamLags, Severity.Error,
        "The newest state that the upstream has is older than `MaxLag` allows: it may have stopped, or somebody on the way keeps newer states back. With `OnMaxLag=warn`, this is a warning.",
        "Look whether another mirror of the same repository is newer, and use that. If the upstream is right, accept this state with `-p:Accept=` and the name in the message.")]
    public static MirrorException UpstreamLags(string mirror, DateTimeOffset date, TimeSpan age, TimeSpan lag, string state) => new(
        DiagnosticCodes.UpstreamLags,
        $"The newest state that the upstream of '{mirror}' has is of {Day(date)}, {Quantity.Duration(age)} ago, more than MaxLag={Quantity.Duration(lag)} allows. What is published stays. Look whether another upstream is newer. If this one is right, accept its state with -p:Accept={state}.");

    public static Diagnostic OldUpstream(string mirror, DateTimeOffset date, TimeSpan age, TimeSpan lag) => new(
        DiagnosticCodes.UpstreamLags,
        $"The newest state that the upstream of '{mirror}' has is of {Day(date)}, {Quantity.Duration(age)} ago, more than MaxLag={Quantity.Duration(lag)} allows. Look whether another upstream is newer.");

    [Documented(DiagnosticCodes.EndsSoon, Severity.Warning,
        "A signing key, the metadata of an upstream, or a client's certificate ends within `ExpiryNotice`. After that, syncs fail, or hosts refuse the metadata.",
        "Get the successor of the key or the certificate in time. If metadata ends, look whether the upstream still renews it.")]
    public static Diagnostic KeyEnds(string mirror, string key, DateTimeOffset end, DateTimeOffset now) => new(
        DiagnosticCodes.EndsSoon,
        $"The key {key}, which signs the upstream of '{mirror}', {Ends(end, now)}. Get its successor from the upstream, and add it to SignedBy.");

    public static Diagnostic MetadataEnds(string mirror, string path, DateTimeOffset end, DateTimeOffset now) => new(
        DiagnosticCodes.EndsSoon,
        $"The metadata in '{(path.Length == 0 ? "." : path)}' of '{mirror}' {Ends(end, now)}, as the upstream says, and hosts may refuse it then. The upstream did not renew it in time: look whether another one did.");

    public static Diagnostic CertificateEnds(string mirror, string file, DateTimeOffset end, DateTimeOffset now) => new(
        DiagnosticCodes.EndsSoon,
        $"The client certificate {file}, by which the upstream of '{mirror}' knows this machine, {Ends(end, now)}. Renew it, or the subscription that it belongs to.");

    private static string Ends(DateTimeOffset end, DateTimeOffset now) => end < now ? $"ended on {Day(end)}" : $"ends on {Day(end)}, in {Quantity.Duration(end - now)}";

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
