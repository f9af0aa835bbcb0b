using Chantal.Diagnostics;

namespace Chantal.Transfer.Origins;

/// <summary>
/// The bases of one repository, in the order in which they are tried. None has credentials in it: definitions are kept in Git, and a build
/// writes its properties to logs.
/// </summary>
internal sealed class Upstreams
{
    private readonly IReadOnlyList<string> _queries;

    /// <summary>
    /// Takes base URLs; a slash is added at the end of the path if it is missing. A query, such as a token that the server wants to see, does not belong to
    /// the bases, and is sent with the URL of every file below.
    /// </summary>
    /// <exception cref="MirrorException">A URL is not absolute, is not http, https or file, or has a fragment or credentials.</exception>
    public Upstreams(IEnumerable<string> urls)
    {
        ArgumentNullException.ThrowIfNull(urls);
        Urls = [.. urls];
        var given = Urls.Select(Read).ToList();
        Bases = [.. given.Select(Base)];
        _queries = [.. given.Select(u => u.Query)];
        if (Bases.Count == 0)
        {
            throw OriginDiagnostics.NoUpstream();
        }
    }

    /// <summary>Takes base URLs.</summary>
    public Upstreams(params string[] urls)
        : this((IEnumerable<string>)urls)
    {
    }

    private Upstreams(Upstreams all, IReadOnlyList<int> which)
    {
        Urls = [.. which.Select(i => all.Urls[i])];
        Bases = [.. which.Select(i => all.Bases[i])];
        _queries = [.. which.Select(i => all._queries[i])];
    }

    /// <summary>The base URLs as they were given.</summary>
    public IReadOnlyList<string> Urls { get; }

    /// <summary>The bases, each with a slash at its end.</summary>
    public IReadOnlyList<Uri> Bases { get; }

    /// <summary>The base URLs as they were given, without their queries: what may be written to files that others read.</summary>
    public IReadOnlyList<string> WithoutQueries => [.. Urls.Select(u => u.Split('?')[0])];

    /// <summary>The same bases, each with the query that one of these has for it.</summary>
    /// <param name="known">What the definition says; null: nothing.</param>
    public Upstreams WithQueriesOf(Upstreams? known) =>
        known is null ? this : new([.. Urls.Select((u, i) => _queries[i].Length > 0 ? u : u + known.QueryFor(Bases[i]))]);

    /// <summary>One of the bases by itself.</summary>
    public Upstreams Only(int index) => new(this, [index]);

    /// <summary>The bases that are tried after one of them; null: it is the last one.</summary>
    public Upstreams? After(int index) => index + 1 < Bases.Count ? new(this, [.. Enumerable.Range(index + 1, Bases.Count - index - 1)]) : null;

    /// <summary>The same bases, one of them and those behind it first.</summary>
    public Upstreams StartingWith(int index) => new(this, [.. Enumerable.Range(index, Bases.Count).Select(i => i % Bases.Count)]);

    /// <summary>A directory below each of the bases.</summary>
    /// <param name="directory">Its path, as it stands in a URL; empty: the bases themselves.</param>
    public Upstreams In(string directory) => directory.Length == 0 ? this : new(Urls.Select(u => Join(u, directory)));

    /// <summary>The bases in one line: what was fetched from others says nothing about these.</summary>
    public override string ToString() => string.Join(' ', Bases);

    /// <summary>Whether the URL stands for itself rather than for a file below each base.</summary>
    internal static bool IsAbsolute(string url) =>
        url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The URL of a file below one of the bases, with that one's query.</summary>
    internal Uri UrlOf(int index, string relative) => _queries[index].Length == 0 || relative.Contains('?', StringComparison.Ordinal)
        ? Below(Bases[index], relative)
        : new Uri(Below(Bases[index], relative).AbsoluteUri + _queries[index]);

    /// <summary>A URL below a base URL as it was given, whose query goes to the end.</summary>
    internal static string Join(string root, string relative)
    {
        var query = root.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? at : root.Length;
        return $"{root[..query].TrimEnd('/')}/{relative}{root[query..]}";
    }

    /// <summary>The URL of a file below a base. What resolves to somewhere else is refused: the base is all we were told to trust.</summary>
    internal static Uri Below(Uri root, string relative)
    {
        // Joined as text: the reference resolution of RFC 3986 §5.2 would let "//host/x" and "scheme:x" leave the base.
        return Uri.TryCreate(root.AbsoluteUri + relative, UriKind.Absolute, out var url)
            && url.AbsoluteUri.StartsWith(root.AbsoluteUri, StringComparison.Ordinal)
            && !relative.Contains("://", StringComparison.Ordinal)
            ? url
            : throw OriginDiagnostics.OutsideBase(relative, root);
    }

    /// <summary>An absolute URL that stands for itself.</summary>
    internal static Uri Parse(string url)
    {
        var parsed = Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0
            ? uri
            : throw OriginDiagnostics.UrlInvalid(url);
        return parsed.UserInfo.Length == 0 ? parsed : throw OriginDiagnostics.UrlWithCredentials(parsed);
    }

    private string QueryFor(Uri @base) => Bases.ToList().IndexOf(@base) is >= 0 and var index ? _queries[index] : "";

    private static Uri Read(string text)
    {
        var url = text.Trim().StartsWith("file:///", StringComparison.OrdinalIgnoreCase) ? new Uri(text.Trim()) : Parse(text.Trim());
        return url.Fragment.Length == 0 ? url : throw OriginDiagnostics.BaseWithFragment(url);
    }

    private static Uri Base(Uri url)
    {
        url = url.Query.Length == 0 ? url : new UriBuilder(url) { Query = "" }.Uri;
        return url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");
    }
}
