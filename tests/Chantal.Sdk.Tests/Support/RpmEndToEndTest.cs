namespace Chantal.Sdk.Tests.Support;

/// <summary>A test of a mirror of RPM repositories, made by the test and served on loopback.</summary>
public abstract class RpmEndToEndTest : EndToEndTest
{
    /// <summary>The name of the mirror that <see cref="Define"/> writes.</summary>
    protected const string Mirror = "mirror";

    /// <summary>The definition's items for both repositories of <see cref="RockyLike"/>.</summary>
    protected const string BothRepositories = """<Repository Include="BaseOS/$basearch/os;AppStream/$basearch/os" /><Architecture Include="x86_64" />""";

    /// <summary>The mirror's published tree.</summary>
    protected string Published => Workspace.Published(Mirror);

    /// <summary>The upstream's directory.</summary>
    protected string Upstream => Workspace.PathOf("upstream");

    /// <summary>Publishes both repositories of <see cref="RockyLike"/> and serves them.</summary>
    protected (RpmRepository Base, RpmRepository Apps, UpstreamServer Server) ServeRockyLike() =>
        (RockyLike.Base(Upstream, Keys.Archive).Publish(), RockyLike.Apps(Upstream, Keys.Archive).Publish(), Own(new UpstreamServer(Upstream)));

    /// <summary>Publishes one repository at the upstream's root, or below it, and serves it.</summary>
    protected (RpmRepository Repository, UpstreamServer Server) Serve(string path, params IEnumerable<RpmPackage> packages) =>
        (new RpmRepository(Path.Combine(Upstream, path), Keys.Archive).Add(packages).Publish(), Own(new UpstreamServer(Upstream)));

    /// <summary>Writes the definition of <see cref="Mirror"/>; the archive's key is trusted; transfers give up soon.</summary>
    protected string Define(string upstream, string items = "", string properties = "") =>
        Workspace.Mirror(Mirror, "rpm", upstream, items, $"<SignedBy>{Keys.Archive.ArmoredKeyring}</SignedBy>{properties}");

    /// <summary>The published packages' file names, sorted.</summary>
    protected IReadOnlyList<string> PublishedPackages() =>
        [.. Tree.Read(Published).Paths.Where(path => path.EndsWith(".rpm", StringComparison.Ordinal)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
