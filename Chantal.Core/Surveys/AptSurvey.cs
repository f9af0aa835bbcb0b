using Chantal.Apt.Release;
using Chantal.Definitions;
using Chantal.OpenPgp;

namespace Chantal.Surveys;

/// <summary>Looks at an APT repository: its suites, their components and architectures, and who signs them.</summary>
internal sealed class AptSurvey(SurveyClient client) : UpstreamSurvey(client)
{
    private const string Flat = "./";

    private readonly Dictionary<string, (ReleaseFile Release, SignedRoot Root)> _suites = new(StringComparer.Ordinal);

    public override IReadOnlyList<string> Words { get; } = ["Suite", "Component", "Architecture"];

    public override IReadOnlyList<string> KeyPaths { get; } = ["archive-key.asc", "archive.key", "key.asc", "key.gpg", "gpg.key", "pubkey.gpg", "repo.asc", "gpg"];

    public override async Task<Offer> OfferAsync(string word, IReadOnlyList<DefinitionItem> chosen, CancellationToken cancellation)
    {
        if (word == "Suite")
        {
            var (directories, _) = await Client.ListAsync("dists", cancellation);
            return new Offer(word, directories.Count > 0 ? directories : await IsFlatAsync(cancellation) ? [Flat] : [], IsRequired: true);
        }

        var releases = new List<ReleaseFile>();
        foreach (var suite in AptSuite.ParseAll(Chosen(chosen, "Suite")).Where(s => !s.IsFlat))
        {
            releases.Add((await ReadAsync(suite, cancellation)).Release);
        }

        var values = releases.SelectMany(r => word == "Component" ? r.Components : r.Architectures.Where(a => a is not ("all" or "source"))).Distinct().ToList();
        return new Offer(word, values, IsRequired: false);
    }

    public override async Task<IReadOnlyList<SignedRoot>?> RootsAsync(IReadOnlyList<DefinitionItem> chosen, CancellationToken cancellation)
    {
        var roots = new List<SignedRoot>();
        foreach (var suite in AptSuite.ParseAll(Chosen(chosen, "Suite")))
        {
            roots.Add((await ReadAsync(suite, cancellation)).Root);
        }

        return roots;
    }

    private async Task<bool> IsFlatAsync(CancellationToken cancellation) =>
        await Client.GetAsync(SuiteFiles.InRelease, cancellation) is not null || await Client.GetAsync(SuiteFiles.Release, cancellation) is not null;

    private async Task<(ReleaseFile Release, SignedRoot Root)> ReadAsync(AptSuite suite, CancellationToken cancellation)
    {
        if (_suites.TryGetValue(suite.Directory, out var known))
        {
            return known;
        }

        var path = suite.PathOf(SuiteFiles.InRelease);
        if (await Client.GetAsync(path, cancellation) is { } inRelease)
        {
            var message = ClearSignedMessage.Parse(inRelease.Bytes, path);
            return _suites[suite.Directory] = (ReleaseParser.Parse(message.Payload, path, allowWeakChecksums: true), new SignedRoot(path, Issuers(message.SignatureBlock, path)));
        }

        path = suite.PathOf(SuiteFiles.Release);
        var release = await Client.GetAsync(path, cancellation) ?? throw ReleaseDiagnostics.SuiteNotFound(suite);
        var signature = await Client.GetAsync(suite.PathOf(SuiteFiles.Signature), cancellation);
        return _suites[suite.Directory] = (ReleaseParser.Parse(release.Bytes, path, allowWeakChecksums: true), new SignedRoot(path, signature is null ? [] : Issuers(signature.Bytes, suite.PathOf(SuiteFiles.Signature))));
    }
}
