using Chantal.Shared;

namespace Chantal.Sdk.Tests.Support;

/// <summary>A test of a mirror of Alpine's repositories.</summary>
public abstract class ApkEndToEndTest : EndToEndTest
{
    /// <summary>The mirror's name.</summary>
    protected const string Mirror = "mirror";

    /// <summary>Both repositories.</summary>
    protected const string Repositories = """<Repository Include="v3.22/main;v3.22/community" /><Architecture Include="x86_64" />""";

    /// <summary>The key that signs them.</summary>
    private protected static ApkKey Key { get; } = new("test@example.org-00000001.rsa.pub");

    /// <summary>The upstream's directory.</summary>
    protected string Upstream => Workspace.PathOf("upstream");

    /// <summary>The published tree.</summary>
    protected string Published => Workspace.Published(Mirror);

    /// <summary>Serves two small repositories.</summary>
    protected UpstreamServer Serve()
    {
        Publish("v3.22/main", new ApkPackage("musl", "1.2.5-r10") { Provides = ["so:libc.musl-x86_64.so.1=1"] }, new ApkPackage("busybox", "1.37.0-r18") { Depends = ["so:libc.musl-x86_64.so.1"], Provides = ["/bin/sh", "cmd:sh=1.37.0-r18"] });
        Publish("v3.22/community", new ApkPackage("nginx", "1.28.0-r9") { Depends = ["/bin/sh", "cmd:sh>=1.37", "musl~1.2"] });
        return new UpstreamServer(Upstream);
    }

    /// <summary>Publishes a repository, in place of what was there.</summary>
    private protected void Publish(string repository, params ApkPackage[] packages)
    {
        var directory = Path.Combine(Upstream, repository, "x86_64");
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        var files = packages.Select(p => (Package: p, File: ApkMaker.Package(p, Key))).ToList();
        files.ForEach(f => Files.Write(Path.Combine(directory, f.Package.FileName), f.File));
        Files.Write(Path.Combine(directory, "APKINDEX.tar.gz"), ApkMaker.Index(files, Key));
    }

    /// <summary>Writes the definition of the mirror.</summary>
    protected string Define(string upstream, string items, string properties = "")
    {
        Files.Write(Workspace.PathOf(Key.Name), System.Text.Encoding.UTF8.GetBytes(Key.PublicPem));
        return Workspace.Mirror(Mirror, "apk", upstream, items, $"<SignedBy>{Workspace.PathOf(Key.Name)}</SignedBy>{properties}");
    }
}
