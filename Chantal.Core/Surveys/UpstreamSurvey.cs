using Chantal.Definitions;
using Chantal.OpenPgp;

namespace Chantal.Surveys;

/// <summary>Looks at an upstream of some type before a definition of it is written.</summary>
/// <param name="client">Asks the upstream.</param>
internal abstract class UpstreamSurvey(SurveyClient client)
{
    /// <summary>The items that a definition chooses, in this order: what there is of one depends on those before.</summary>
    public abstract IReadOnlyList<string> Words { get; }

    /// <summary>Paths where the upstream may have the keys that sign it. They are not trusted because it serves them.</summary>
    public virtual IReadOnlyList<string> KeyPaths => [];

    /// <summary>Asks the upstream.</summary>
    protected SurveyClient Client { get; } = client;

    /// <summary>The survey of a type.</summary>
    public static UpstreamSurvey Of(string type, SurveyClient client) => type switch
    {
        "apt" => new AptSurvey(client),
        "rpm" => new RpmSurvey(client),
        "apk" => new ApkSurvey(client),
        "pypi" => new PyPISurvey(client),
        "files" => new FilesSurvey(client),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a type that comes with Chantal"),
    };

    /// <summary>What there is of a word.</summary>
    /// <param name="word">One of <see cref="Words"/>.</param>
    /// <param name="chosen">What was chosen of the words before it.</param>
    /// <param name="cancellation">Ends the look.</param>
    public abstract Task<Offer> OfferAsync(string word, IReadOnlyList<DefinitionItem> chosen, CancellationToken cancellation);

    /// <summary>The roots of what was chosen, and who signed them; null where the format has no signatures.</summary>
    /// <exception cref="Diagnostics.MirrorException">What was chosen is not there.</exception>
    public abstract Task<IReadOnlyList<SignedRoot>?> RootsAsync(IReadOnlyList<DefinitionItem> chosen, CancellationToken cancellation);

    /// <summary>The values that were chosen of a word.</summary>
    protected static IReadOnlyList<string> Chosen(IReadOnlyList<DefinitionItem> chosen, string word) => [.. chosen.Where(i => i.Name == word).Select(i => i.Value)];

    /// <summary>Who made the OpenPGP signatures of a file.</summary>
    protected static IReadOnlyList<IReadOnlyList<string>> Issuers(ReadOnlyMemory<byte> signatures, string name) => [.. SignatureReader.Read(signatures, name).Select(s => s.Issuers)];
}
