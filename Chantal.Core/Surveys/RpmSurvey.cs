using Chantal.Definitions;
using Chantal.Rpm;
using Chantal.Rpm.Roots;

namespace Chantal.Surveys;

/// <summary>Looks at an upstream of RPM repositories: one repository, or a tree with several.</summary>
internal sealed class RpmSurvey(SurveyClient client) : UpstreamSurvey(client)
{
    private const string Variable = "$basearch";
    private const string Repomd = "repodata/repomd.xml";

    private IReadOnlyList<string>? _repositories;

    public override IReadOnlyList<string> Words { get; } = ["Repository", "Architecture"];

    public override IReadOnlyList<string> KeyPaths => [.. Repositories.Select(r => At(r, "repodata/repomd.xml.key")), "RPM-GPG-KEY", "gpgkey", "gpg"];

    private IReadOnlyList<string> Repositories { get; set; } = [""];

    public override async Task<Offer> OfferAsync(string word, IReadOnlyList<DefinitionItem> chosen, CancellationToken cancellation)
    {
        if (_repositories is null)
        {
            var isOne = await Client.GetAsync(Repomd, cancellation) is not null;
            _repositories = isOne ? [""] : [.. (await DirectoryWalk.FindAsync(Client, d => d.Contains("repodata"), cancellation)).Select(f => f.Path)];
        }

        var templates = _repositories.Select(Template).ToList();
        if (word == "Repository")
        {
            // A repository itself is named by naming none.
            var all = templates.Select(t => t.Path).Distinct().Where(p => p.Length > 0).ToList();
            return new Offer(word, all, IsRequired: !_repositories.Contains(""));
        }

        var named = Chosen(chosen, "Repository");
        var architectures = templates.Where(t => named.Contains(t.Path)).Select(t => t.Architecture).OfType<string>().Distinct().ToList();
        return new Offer(word, architectures, IsRequired: named.Any(RpmVariables.NamesArchitecture));
    }

    public override async Task<IReadOnlyList<SignedRoot>?> RootsAsync(IReadOnlyList<DefinitionItem> chosen, CancellationToken cancellation)
    {
        var values = new DefinitionValues(_ => "", chosen, "/");
        Repositories = [.. values.Items("Repository").DefaultIfEmpty("").SelectMany(r => RpmVariables.Settings([r], values.Items("Architecture"), new Dictionary<string, IReadOnlyList<string>>()).Select(v => RpmVariables.Expand(r, v).Trim('/'))).Distinct()];
        var roots = new List<SignedRoot>();
        foreach (var repository in Repositories)
        {
            var path = At(repository, Repomd);
            _ = RepomdParser.Parse((await Client.GetAsync(path, cancellation) ?? throw SurveyDiagnostics.NothingThere(Client.Address, path)).Bytes, path);
            roots.Add(new SignedRoot(path, await Client.GetAsync(path + ".asc", cancellation) is { } signature ? Issuers(signature.Bytes, path + ".asc") : []));
        }

        return roots;
    }

    private static string At(string repository, string file) => repository.Length == 0 ? file : $"{repository}/{file}";

    // One repository for each architecture is one with the variable in its place.
    private static (string Path, string? Architecture) Template(string path)
    {
        var parts = path.Split('/');
        var at = Array.FindIndex(parts, p => DirectoryWalk.Architectures.Contains(p) && p != "noarch");
        return at < 0 ? (path, null) : (string.Join('/', [.. parts[..at], Variable, .. parts[(at + 1)..]]), parts[at]);
    }
}
