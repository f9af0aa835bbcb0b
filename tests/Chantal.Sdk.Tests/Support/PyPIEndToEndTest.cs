using System.Text.RegularExpressions;

namespace Chantal.Sdk.Tests.Support;

/// <summary>A test of a mirror of a Python index, made by the test and served on loopback.</summary>
public abstract partial class PyPIEndToEndTest : EndToEndTest
{
    /// <summary>The name of the mirror that <see cref="Define"/> writes.</summary>
    protected const string Mirror = "mirror";

    /// <summary>The mirror's published tree.</summary>
    protected string Published => Workspace.Published(Mirror);

    /// <summary>Starts an index with these files.</summary>
    protected PyPIUpstream Serve(params IEnumerable<PyPIUpstreamFile> files) => Own(new PyPIUpstream(Workspace.PathOf("upstream"))).Add(files);

    /// <summary>A pip with an empty environment, another one each time.</summary>
    protected PipClient Pip() => new(Workspace.PathOf($"pip-{Guid.NewGuid():n}"));

    /// <summary>Serves the published tree as docs/how-to/serve.md advises, and returns the address of its root page.</summary>
    protected string ServePublished()
    {
        var advice = NginxBlock().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "docs/how-to/serve.md"))).Select(m => m.Groups[1].Value)
            .Single(block => block.Contains("v1_json", StringComparison.Ordinal));
        var nginx = Own(new Nginx(Published, advice.Replace("/srv/chantal/publish/pypi", Published, StringComparison.Ordinal)));
        return $"{nginx.Uri}/simple/";
    }

    /// <summary>Writes the definition of <see cref="Mirror"/>; transfers give up soon.</summary>
    protected string Define(string upstream, string items = "", string properties = "") =>
        Workspace.Mirror(Mirror, "pypi", upstream, items, properties);

    /// <summary>The names of the published files, without metadata beside them, sorted.</summary>
    protected IReadOnlyList<string> PublishedFiles() => [.. Packages().Where(name => !name.EndsWith(".metadata", StringComparison.Ordinal))];

    /// <summary>The names of the files whose metadata is published beside them, sorted.</summary>
    protected IReadOnlyList<string> PublishedMetadata() =>
        [.. Packages().Where(name => name.EndsWith(".metadata", StringComparison.Ordinal)).Select(name => Path.GetFileNameWithoutExtension(name))];

    /// <summary>The projects that have a published page, by their normal names, sorted.</summary>
    protected IReadOnlyList<string> PublishedProjects() =>
        [.. Tree.Read(Published, path => path.StartsWith("simple/", StringComparison.Ordinal)).Paths
            .Select(path => path.Split('/')).Where(segments => segments.Length > 2).Select(segments => segments[1]).Distinct().Order(StringComparer.Ordinal)];

    private IEnumerable<string> Packages() =>
        Tree.Read(Published, path => path.StartsWith("packages/", StringComparison.Ordinal)).Paths.Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    [GeneratedRegex("```nginx\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex NginxBlock();
}
