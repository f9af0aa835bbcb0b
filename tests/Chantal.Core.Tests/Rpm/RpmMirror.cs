using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Chantal.Core.Tests.Support;
using Chantal.Plans;

namespace Chantal.Core.Tests.Rpm;

/// <summary>A mirror of RPM repositories that a test makes in memory, by host and path. Nothing is signed, and packages are any bytes.</summary>
internal sealed class RpmMirror : MemoryMirror
{
    public const string Host = "rpm.example";

    // 2023-11-14.
    public const long Made = 1_700_000_000;

    public RpmMirror()
        : base("rpm", $"https://{Host}/")
    {
        this["VerifySignatures"] = "false";
        this["VerifyPackages"] = "false";
        this["IncludeTree"] = "false";
    }

    /// <summary>What a request has to have: host, and what its URL ends with.</summary>
    public Dictionary<string, string> Tokens { get; } = [];

    /// <summary>The requests, as URLs.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>When the files of packages came into the repository, by what <see cref="Serve"/> calls them.</summary>
    public Dictionary<string, DateTimeOffset> FileTimes { get; } = [];

    /// <summary>The head's packages with their versions, sorted.</summary>
    public IReadOnlyList<string> Versions => [.. Head.Values.Where(e => e.Role == FileRole.Package).Select(e => $"{e.Package!.Name}={e.Package.Version}").Order(StringComparer.Ordinal)];

    /// <summary>The names of the head's packages, sorted.</summary>
    public string Packages => string.Join(' ', Head.Values.Where(e => e.Role == FileRole.Package).Select(e => e.Package!.Name).Order(StringComparer.Ordinal));

    public RpmMirror Take(string word, string value, params (string Name, string Value)[] metadata)
    {
        AddItem(word, value, metadata);
        return this;
    }

    /// <summary>Writes a file beside the definition that only its owner can read, and returns its name.</summary>
    public string WriteSecret(string name, string text)
    {
        Write(name, text);
        File.SetUnixFileMode(Folder.PathOf(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return name;
    }

    /// <summary>Serves a repository with noarch packages of these names, each perhaps with a version (<c>tool=2</c>), and further metadata by type.</summary>
    public RpmMirror Serve(string place, IEnumerable<string> packages, IReadOnlyDictionary<string, string>? metadata = null, long made = Made)
    {
        Files.Keys.Where(f => f.StartsWith(place + "/repodata/", StringComparison.Ordinal)).ToList().ForEach(f => Files.Remove(f));
        var elements = packages.Select(name => Package(place, name)).ToList();
        var lists = new Dictionary<string, string>(metadata ?? new Dictionary<string, string>())
        {
            ["primary"] = $"<metadata xmlns=\"http://linux.duke.edu/metadata/common\" xmlns:rpm=\"http://linux.duke.edu/metadata/rpm\" packages=\"{elements.Count}\">{string.Concat(elements)}</metadata>",
        };
        Files[$"{place}/repodata/repomd.xml"] = Encoding.UTF8.GetBytes($"<repomd xmlns=\"http://linux.duke.edu/metadata/repo\"><revision>{made}</revision>{string.Concat(lists.Select(l => Data(place, l.Key, l.Value, made)))}</repomd>");
        return this;
    }

    /// <summary>The id by which lists name a package.</summary>
    public static string IdOf(string package) => Digest(Encoding.UTF8.GetBytes(package));

    /// <summary>The metadata of a type, unpacked, as the head has it.</summary>
    public string List(string repository, string type)
    {
        var path = Head.Keys.Single(p => p.StartsWith($"{repository}repodata/", StringComparison.Ordinal) && p.EndsWith($"-{type}.xml.gz", StringComparison.Ordinal));
        using var packed = new GZipStream(new MemoryStream(Content(path)), CompressionMode.Decompress);
        return new StreamReader(packed).ReadToEnd();
    }

    protected override HttpResponseMessage Respond(HttpRequestMessage request)
    {
        var url = request.RequestUri!;
        Requests.Add(url.AbsoluteUri);
        var place = $"{url.Host}{Uri.UnescapeDataString(url.AbsolutePath)}";
        return Tokens.TryGetValue(url.Host, out var token) && url.Query != $"?{token}" && !(request.Headers.TryGetValues("X-Key", out var keys) && keys.Single() == token) ? Answer(HttpStatusCode.Forbidden, [])
            : Files.TryGetValue(place, out var content) ? Answer(HttpStatusCode.OK, content)
            : Answer(HttpStatusCode.NotFound, []);
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, byte[] content) => new(status) { Content = new ByteArrayContent(content) };

    private string Package(string place, string text)
    {
        var (content, words) = (Encoding.UTF8.GetBytes(text), text.Split('='));
        var (name, version) = (words[0], words.ElementAtOrDefault(1) ?? "1");
        Files[$"{place}/noarch/{name}-{version}-1.noarch.rpm"] = content;
        var time = FileTimes.TryGetValue(text, out var moment) ? $"<time file=\"{moment.ToUnixTimeSeconds()}\" build=\"1\"/>" : "";
        return $"<package type=\"rpm\"><name>{name}</name><arch>noarch</arch><version epoch=\"0\" ver=\"{version}\" rel=\"1\"/><checksum type=\"sha256\" pkgid=\"YES\">{IdOf(text)}</checksum>"
            + $"{time}<size package=\"{content.Length}\"/><location href=\"noarch/{name}-{version}-1.noarch.rpm\"/><format/></package>";
    }

    private string Data(string place, string type, string text, long made)
    {
        var (open, packed) = (Encoding.UTF8.GetBytes(text), new MemoryStream());
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(open);
        }

        var (content, location) = (packed.ToArray(), $"repodata/{Digest(packed.ToArray())}-{type}.xml.gz");
        Files[$"{place}/{location}"] = content;
        return $"<data type=\"{type}\"><checksum type=\"sha256\">{Digest(content)}</checksum><open-checksum type=\"sha256\">{Digest(open)}</open-checksum>"
            + $"<location href=\"{location}\"/><timestamp>{made}</timestamp><size>{content.Length}</size><open-size>{open.Length}</open-size></data>";
    }

    private static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
