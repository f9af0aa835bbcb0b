using Chantal.Definitions;
using Chantal.Files.Names;

namespace Chantal.Surveys;

/// <summary>Looks at a directory of files: the lists of checksums in it, and who signs them.</summary>
internal sealed class FilesSurvey(SurveyClient client) : UpstreamSurvey(client)
{
    public override IReadOnlyList<string> Words { get; } = ["ChecksumFile"];

    public override IReadOnlyList<string> KeyPaths { get; } = ["KEYS", "key.asc", "archive-key.asc", "RPM-GPG-KEY"];

    public override async Task<Offer> OfferAsync(string word, IReadOnlyList<DefinitionItem> chosen, CancellationToken cancellation)
    {
        var (_, files) = await Client.ListAsync("", cancellation);
        var isNamed = chosen.Any(i => i.Name is "File" or "Release");
        return new Offer(word, isNamed ? [] : [.. files.Where(f => FileNames.IsList(f) && !FileNames.Signatures.Any(e => f.EndsWith(e, StringComparison.OrdinalIgnoreCase)))], IsRequired: !isNamed);
    }

    public override async Task<IReadOnlyList<SignedRoot>?> RootsAsync(IReadOnlyList<DefinitionItem> chosen, CancellationToken cancellation)
    {
        var roots = new List<SignedRoot>();
        foreach (var list in Chosen(chosen, "ChecksumFile").Where(l => !l.Contains(':', StringComparison.Ordinal) && !l.EndsWith('/')))
        {
            _ = await Client.GetAsync(list, cancellation) ?? throw SurveyDiagnostics.NothingThere(Client.Address, list);
            roots.Add(new SignedRoot(list, await SignaturesAsync(list, cancellation)));
        }

        return roots.Count > 0 ? roots : null;
    }

    private async Task<IReadOnlyList<IReadOnlyList<string>>> SignaturesAsync(string list, CancellationToken cancellation)
    {
        // Keys of minisign are given as files: nothing in the signature tells whose they are.
        foreach (var ending in FileNames.Signatures.Where(e => e != ".minisig"))
        {
            if (await Client.GetAsync(list + ending, cancellation) is { } signature)
            {
                return Issuers(signature.Bytes, list + ending);
            }
        }

        return [];
    }
}
