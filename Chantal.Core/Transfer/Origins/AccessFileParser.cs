using System.Buffers;
using System.Text.RegularExpressions;

namespace Chantal.Transfer.Origins;

/// <summary>
/// Reads an access file: on each line an address, then <c>query</c> and a query, or <c>header</c> and a header as it is sent. <c>${NAME}</c> in a value is a
/// variable of the environment; lines that begin with <c>#</c> are comments.
/// </summary>
internal static partial class AccessFileParser
{
    // Names of headers (RFC 9110 §5.6.2).
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    // What a transfer says for itself: another value would break it.
    private static readonly string[] OwnHeaders =
        ["Accept-Encoding", "Connection", "Content-Length", "Host", "If-Modified-Since", "If-None-Match", "If-Range", "Range", "TE", "Transfer-Encoding", "Upgrade"];

    /// <summary>The entries, and whether a value stands in the file itself rather than in the environment.</summary>
    /// <exception cref="FormatException">A line cannot be understood. The message does not show values.</exception>
    public static (IReadOnlyList<AccessEntry> Entries, bool HasSecrets) Parse(string text, Func<string, string?> environment)
    {
        var entries = new List<AccessEntry>();
        var hasSecrets = false;
        var number = 0;
        foreach (var line in text.Split('\n').Select(l => l.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var parts = line.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (parts.Length < 3 || parts[1] is not ("query" or "header"))
            {
                throw Fault(number, "does not have the form 'URL query VALUE' or 'URL header NAME: VALUE'");
            }

            var address = ReadAddress(parts[0]) ?? throw Fault(number, "does not begin with an http or https URL without a login, a query and a fragment");
            var entry = parts[1] == "query" ? ReadQuery(address, parts[2], number, environment) : ReadHeader(address, parts[2], number, environment);
            entries.Add(entry);
            hasSecrets |= Variable().Replace(parts[1] == "query" ? parts[2] : parts[2][(parts[2].IndexOf(':', StringComparison.Ordinal) + 1)..], "").Trim().Length > 0;
        }

        return (entries, hasSecrets);
    }

    private static Uri? ReadAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0
        && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0 ? url : null;

    private static AccessEntry ReadQuery(Uri address, string text, int line, Func<string, string?> environment)
    {
        var query = Expand(text.TrimStart('?'), line, environment);
        return query.Length > 0 && !query.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c == '#')
            ? new AccessEntry(address, null, query)
            : throw Fault(line, "has a query that is empty, or has white space or a '#' in it");
    }

    private static AccessEntry ReadHeader(Uri address, string text, int line, Func<string, string?> environment)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? "" : text[..colon].TrimEnd();
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            throw Fault(line, "does not have a header of the form 'NAME: VALUE'");
        }

        if (OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            throw Fault(line, $"sets the header {name}, which transfers set themselves");
        }

        var value = Expand(text[(colon + 1)..].Trim(), line, environment);
        return value.Any(c => char.IsControl(c) || c > '~') ? throw Fault(line, $"has a value of {name} with characters other than those of ASCII") : new AccessEntry(address, name, value);
    }

    private static string Expand(string value, int line, Func<string, string?> environment) => Variable().Replace(
        value,
        match => environment(match.Groups[1].Value) is { Length: > 0 } text ? text : throw Fault(line, $"names the environment variable {match.Groups[1].Value}, which is not set"));

    private static FormatException Fault(int line, string what) => new($"line {line} {what}.");

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Variable();
}
