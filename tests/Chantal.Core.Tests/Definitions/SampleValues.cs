using Chantal.Definitions;

namespace Chantal.Core.Tests.Definitions;

/// <summary>Values of words that are not what counts where nothing is said.</summary>
internal static class SampleValues
{
    /// <summary>A value that the word can have, and that is not its default.</summary>
    public static string Other(Term term) => term.Kind switch
    {
        TermKind.Flag => term.Default == "false" ? "true" : "false",
        TermKind.Number => "7",
        TermKind.Bytes => "5M",
        TermKind.Share => "7%",
        TermKind.Limit => "7",
        TermKind.Duration => "5d",
        TermKind.Choice => term.Choices.First(c => c != term.Default),
        _ when term.Name is "Upstream" or "PublicUrl" or "MetaLink" or "MirrorList" => "https://other.example/x/",
        _ when term.Name == "PackageTypes" => "egg",
        _ when term.Name == "CheckValidUntil" => "2019-06-01",
        _ => "other",
    };
}
