using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Transfer.Origins;

namespace Chantal.Files.Releases;

/// <summary>A <c>Release</c> item.</summary>
/// <param name="Repository">The repository, as <c>owner/name</c>.</param>
/// <param name="Api">Base URL of the forge's interface, with a slash at its end.</param>
internal sealed record ReleaseItem(string Repository, string Api)
{
    private const string GitHub = "https://api.github.com/";

    /// <summary>Names and patterns of tags; empty: all.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Names and patterns of files; empty: all.</summary>
    public IReadOnlyList<string> Assets { get; init; } = [];

    /// <summary>How many releases to keep, starting with the newest; 0: all.</summary>
    public int KeepVersions { get; init; }

    /// <summary>Takes what is marked as a pre-release.</summary>
    public bool IncludePreReleases { get; init; }

    /// <summary>The ending of the detached signature that each file has to have; null: none is asked for.</summary>
    public string? Signature { get; init; }

    /// <summary>The releases' address, without a page.</summary>
    public string Address => $"{Api}repos/{ArtifactPath.ToUrl(Repository)}/releases";

    /// <summary>A page of the releases. GitHub knows <c>per_page</c>, Gitea and Forgejo <c>limit</c>.</summary>
    public string Page(int number) => $"{Address}?per_page=100&limit=50&page={number}";

    /// <summary>Reads an item.</summary>
    public static ReleaseItem Read(DefinitionItem item, DefinitionValues definition)
    {
        var keep = item["KeepVersions"] is { Length: > 0 } versions
            ? PropertyValue.Number("KeepVersions", versions, Vocabulary.Get("KeepVersions").Least, Vocabulary.Get("KeepVersions").Most)
            : definition.NumberOrNull("KeepVersions") ?? 0;
        return item.Value.Split('/') is [{ Length: > 0 }, { Length: > 0 }] && ArtifactPath.Fault(item.Value) is null
            ? new ReleaseItem(item.Value, ApiOf(item["Api"]))
            {
                Tags = DefinitionValues.Split(item["Tag"]),
                Assets = DefinitionValues.Split(item["Asset"]),
                KeepVersions = keep,
                IncludePreReleases = PropertyValue.Flag("IncludePreReleases", item["IncludePreReleases"], definition.Flag("IncludePreReleases")),
                Signature = SignatureOf(item["Signature"]),
            }
            : throw DefinitionDiagnostics.Invalid("Release", item.Value, "a repository as OWNER/NAME, such as restic/restic");
    }

    private static string ApiOf(string given)
    {
        try
        {
            return given.Length == 0 ? GitHub : new Upstreams(given).Bases[0].AbsoluteUri;
        }
        catch (MirrorException)
        {
            throw DefinitionDiagnostics.Invalid("Api", SafeUrl.Show(given), "the base URL of a forge's interface, such as https://codeberg.org/api/v1/");
        }
    }

    private static string? SignatureOf(string given) =>
        given.Length == 0 ? null : given.StartsWith('.') && !given.Contains('/', StringComparison.Ordinal) ? given : throw DefinitionDiagnostics.Invalid("Signature", given, "the ending of the signatures' names, such as .asc or .minisig");
}
