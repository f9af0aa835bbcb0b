using System.Net;
using Chantal.Core.Tests.Support;
using Chantal.Plans;
using Chantal.Shared;

namespace Chantal.Core.Tests.Apk;

/// <summary>A mirror of Alpine repositories that a test makes in memory, by path below the upstream.</summary>
internal sealed class ApkMirror : MemoryMirror
{
    public const string Main = "v3.22/main/x86_64";
    public const string Index = Main + "/APKINDEX.tar.gz";

    public ApkMirror()
        : base("apk", "https://alpine.example/alpine/")
    {
        Take("Repository", "v3.22/main").Take("Architecture", "x86_64")["SignedBy"] = WriteKey(Key);
    }

    public static ApkKey Key { get; } = new("test@example.org-00000001.rsa.pub");

    /// <summary>The key that signs what is served from now on.</summary>
    public ApkKey Signer { get; set; } = Key;

    /// <summary>Called before each answer, with the path that is asked for.</summary>
    public Action<string> BeforeAnswer { get; set; } = _ => { };

    /// <summary>The paths that were asked for, with the host where it is not the first upstream's.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The names of the head's packages, sorted.</summary>
    public string Packages => string.Join(' ', Head.Values.Where(e => e.Role == FileRole.Package).Select(e => e.Package!.Name).Order(StringComparer.Ordinal));

    public ApkMirror Take(string word, params string[] values)
    {
        Array.ForEach(values, value => AddItem(word, value));
        return this;
    }

    public ApkMirror Take(string word, string value, params (string Name, string Value)[] metadata)
    {
        AddItem(word, value, metadata);
        return this;
    }

    /// <summary>Writes a public key beside the definition, and returns its name.</summary>
    public string WriteKey(ApkKey key) => Write(key.Name, key.PublicPem);

    /// <summary>Serves packages and their index.</summary>
    public ApkMirror Serve(params ApkPackage[] packages) => ServeAt(Main, packages);

    /// <summary>Serves packages and their index in a directory, in place of what was there.</summary>
    public ApkMirror ServeAt(string directory, params ApkPackage[] packages)
    {
        Files.Keys.Where(f => f.StartsWith(directory + "/", StringComparison.Ordinal)).ToList().ForEach(f => Files.Remove(f));
        var files = packages.Select(p => (Package: p, File: ApkMaker.Package(p, Signer))).ToList();
        files.ForEach(f => Files[$"{directory}/{f.Package.FileName}"] = f.File);
        Files[$"{directory}/APKINDEX.tar.gz"] = ApkMaker.Index(files, Signer);
        return this;
    }

    protected override HttpResponseMessage Respond(HttpRequestMessage request)
    {
        var path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath)["/alpine/".Length..];
        path = request.RequestUri.Host == "alpine.example" ? path : $"{request.RequestUri.Host}/{path}";
        BeforeAnswer(path);
        Requests.Add(path);
        return new HttpResponseMessage(Files.ContainsKey(path) ? HttpStatusCode.OK : HttpStatusCode.NotFound) { Content = new ByteArrayContent(Files.GetValueOrDefault(path, [])) };
    }
}
