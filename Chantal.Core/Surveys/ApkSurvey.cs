using Chantal.Apk;
using Chantal.Apk.Signing;
using Chantal.Definitions;

namespace Chantal.Surveys;

/// <summary>Looks at an upstream of Alpine repositories: directories that have one for each architecture.</summary>
internal sealed class ApkSurvey(SurveyClient client) : UpstreamSurvey(client)
{
    private IReadOnlyList<(string Path, IReadOnlyList<string> Directories)>? _found;
    private IReadOnlyList<string> _keys = [];

    public override IReadOnlyList<string> Words { get; } = ["Repository", "Architecture"];

    public override IReadOnlyList<string> KeyPaths => [.. _keys.SelectMany(k => (string[])[k, $"keys/{k}"])];

    public override async Task<Offer> OfferAsync(string word, IReadOnlyList<DefinitionItem> chosen, CancellationToken cancellation)
    {
        _found ??= await DirectoryWalk.FindAsync(Client, d => d.Any(DirectoryWalk.Architectures.Contains), cancellation);
        if (word == "Repository")
        {
            // The newest branches first.
            return new Offer(word, [.. _found.Select(f => f.Path).Where(p => p.Length > 0).Reverse()], IsRequired: _found.Count == 0 || _found.Any(f => f.Path.Length > 0));
        }

        var named = Chosen(chosen, "Repository");
        var architectures = _found.Where(f => named.Count == 0 ? f.Path.Length == 0 : named.Contains(f.Path)).SelectMany(f => f.Directories).Where(DirectoryWalk.Architectures.Contains).Distinct().ToList();
        return new Offer(word, architectures, IsRequired: true);
    }

    public override async Task<IReadOnlyList<SignedRoot>?> RootsAsync(IReadOnlyList<DefinitionItem> chosen, CancellationToken cancellation)
    {
        var definition = new DefinitionValues(word => word == "Upstream" ? "http://upstream/" : "", chosen, "/");
        var roots = new List<SignedRoot>();
        foreach (var repository in ApkRepository.Expand(ApkDefinition.Read(definition)))
        {
            var index = await Client.GetAsync(repository.Index, cancellation) ?? throw SurveyDiagnostics.NothingThere(Client.Address, repository.Index);
            roots.Add(new SignedRoot(repository.Index, [.. Signatures(index.Bytes, repository.Index).Select(s => (IReadOnlyList<string>)[s.KeyName])]));
        }

        _keys = [.. roots.SelectMany(r => r.Signatures).SelectMany(s => s).Distinct()];
        return roots;
    }

    private IReadOnlyList<ApkSignature> Signatures(ReadOnlyMemory<byte> index, string path)
    {
        try
        {
            using var content = new MemoryStream(index.ToArray(), writable: false);
            return SignatureSegment.Read(content).Signatures;
        }
        catch (InvalidDataException)
        {
            throw SurveyDiagnostics.NothingThere(Client.Address, path);
        }
    }
}
