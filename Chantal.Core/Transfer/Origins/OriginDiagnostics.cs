using Chantal.Diagnostics;

namespace Chantal.Transfer.Origins;

/// <summary>What the addresses of upstreams and their credentials report.</summary>
internal static class OriginDiagnostics
{
    [Documented(DiagnosticCodes.NetrcUnreadable, Severity.Error,
        "The netrc file cannot be read or understood.",
        "Correct it, or name another one.")]
    public static MirrorException NetrcUnreadable(string path, Exception inner) => new(
        DiagnosticCodes.NetrcUnreadable,
        $"The credentials in {path} cannot be read: {inner.Message} Correct the file, or name another one with NetrcFile.",
        inner);

    [Documented(DiagnosticCodes.NetrcExposed, Severity.Warning,
        "Others can read or write the netrc file.",
        "`chmod 600` it.")]
    public static Diagnostic NetrcExposed(string path) => new(
        DiagnosticCodes.NetrcExposed,
        $"Other users can read or write {path}, which holds passwords. Run: chmod 600 {path}");

    [Documented(DiagnosticCodes.AccessFileUnreadable, Severity.Error,
        "The access file cannot be read or understood, or names an environment variable that is not set.",
        "Correct it, set the variable, or name another file in `AccessFile`.")]
    public static MirrorException AccessFileUnreadable(string path, Exception inner) => new(
        DiagnosticCodes.AccessFileUnreadable,
        $"The access file {path} cannot be read: {inner.Message} Correct the file, set the variable that it names, or name another file with AccessFile.",
        inner);

    [Documented(DiagnosticCodes.AccessFileExposed, Severity.Warning,
        "Others can read or write the access file, and values stand in it.",
        "`chmod 600` it, or take the values from the environment (`${NAME}`).")]
    public static Diagnostic AccessFileExposed(string path) => new(
        DiagnosticCodes.AccessFileExposed,
        $"Other users can read or write {path}, which holds secrets. Run: chmod 600 {path}");

    [Documented(DiagnosticCodes.UrlInvalid, Severity.Error,
        "A URL is not http or https, leaves its base, or a base has a fragment.",
        "Correct `Upstream`, or report it.")]
    public static MirrorException UrlInvalid(string url) => new(
        DiagnosticCodes.UrlInvalid,
        $"'{SafeUrl.Show(url)}' is not a URL that files can be fetched from. Write an absolute http or https URL.");

    public static MirrorException NoUpstream() => new(
        DiagnosticCodes.UrlInvalid,
        "No upstream is given. Write at least one base URL.");

    public static MirrorException OutsideBase(string relative, Uri root) => new(
        DiagnosticCodes.UrlInvalid,
        $"The URL '{SafeUrl.Show(relative)}' is neither http or https nor a path below {SafeUrl.Show(root)}, so it is not fetched. Report it to the operator of the upstream.");

    [Documented(DiagnosticCodes.UrlWithCredentials, Severity.Error,
        "A URL has a user name or password in it, where logs and Git would keep it.",
        "Put it in a netrc file: `machine HOST login NAME password PASSWORD`.")]
    public static MirrorException UrlWithCredentials(Uri url) => new(
        DiagnosticCodes.UrlWithCredentials,
        $"The URL {SafeUrl.Show(url)} has a user name or password in it, which Git and the logs of builds would keep. Remove it, and put the line 'machine {url.Host} login NAME password PASSWORD' in ~/.netrc or the file that NetrcFile names.");

    public static MirrorException CredentialsIn(string word, string value) => new(
        DiagnosticCodes.UrlWithCredentials,
        $"{word} has a user name or password in the URL {SafeUrl.Clip(Credentials.Hide(value))}, which Git and the logs of builds would keep. Remove it, and put the line 'machine HOST login NAME password PASSWORD' in ~/.netrc or the file that NetrcFile names.");

    public static MirrorException BaseWithFragment(Uri url) => new(
        DiagnosticCodes.UrlInvalid,
        $"The upstream {SafeUrl.Show(url)} has a fragment, but files are fetched from below it. Write it without.");
}
