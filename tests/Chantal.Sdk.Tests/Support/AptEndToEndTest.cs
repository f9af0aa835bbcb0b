namespace Chantal.Sdk.Tests.Support;

/// <summary>A test of a mirror of an APT repository, made by the test and served on loopback.</summary>
public abstract class AptEndToEndTest : EndToEndTest
{
    /// <summary>The name of the mirror that <see cref="Define"/> writes.</summary>
    protected const string Mirror = "mirror";

    /// <summary>The mirror's published tree.</summary>
    protected string Published => Workspace.Published(Mirror);

    /// <summary>A small repository, published and served; see <see cref="DebianLike.Small"/>.</summary>
    protected (AptUpstream Upstream, UpstreamServer Server) ServeSmall() => Serve(DebianLike.Small(Workspace.PathOf("upstream"), Keys.Archive));

    /// <summary>Publishes a repository and serves it.</summary>
    protected (AptUpstream Upstream, UpstreamServer Server) Serve(AptUpstream upstream) =>
        (upstream.Publish(), Own(new UpstreamServer(upstream.Root)));

    /// <summary>
    /// Writes the definition of <see cref="Mirror"/>; empty selections are left out. The archive's key is trusted unless
    /// <paramref name="keyring"/> says otherwise; transfers give up soon.
    /// </summary>
    protected string Define(
        string upstream, string suites = "stable", string components = "main", string architectures = "amd64",
        string properties = "", string items = "", string? keyring = null) => Workspace.Project(Mirror, $"""
          <PropertyGroup>
            <MirrorType>apt</MirrorType>
            <Upstream>{upstream}</Upstream>
            <SignedBy>{keyring ?? Keys.Archive.ArmoredKeyring}</SignedBy>
            <MaxRetries>1</MaxRetries>
            {properties}
          </PropertyGroup>
          <ItemGroup>
            {Item("Suite", suites)}
            {Item("Component", components)}
            {Item("Architecture", architectures)}
            {items}
          </ItemGroup>
        """);

    /// <summary>Syncs a mirror, and makes a snapshot of it.</summary>
    protected void Freeze(string project, string snapshot)
    {
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", $"-p:SnapshotName={snapshot}").Succeeded();
    }

    /// <summary>The paths below the published pool, sorted.</summary>
    protected IReadOnlyList<string> PublishedPackages() => [.. Tree.Read(Published).Paths.Where(path => path.StartsWith("pool/", StringComparison.Ordinal))];

    /// <summary>The names of published packages, without version and architecture, sorted, each once.</summary>
    protected IReadOnlyList<string> PublishedNames() =>
        [.. PublishedPackages().Select(path => Path.GetFileName(path).Split('_')[0]).Distinct().Order(StringComparer.Ordinal)];

    private static string Item(string name, string include) => include.Length > 0 ? $"""<{name} Include="{include}" />""" : "";
}
