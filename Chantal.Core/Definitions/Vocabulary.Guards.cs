namespace Chantal.Definitions;

// What stands between a new state and its publication.
internal static partial class Vocabulary
{
    private static Term[] Guards() =>
    [
        new("MaxRemovals", TermKind.Limit, "how many packages a new state may lose: a share of those in the published state (`10%`), or a number. A package is lost when no version of it is left")
        {
            Effect = TermEffect.Nothing,
            DefaultText = "no limit; `10%` of the files for Python indices with `IncludeAll`",
        },
        Judgement("OnMaxRemovals", "what happens if it loses more", "error"),
        new("MaxGrowth", TermKind.Bytes, "how much one sync may download, such as `50G`, if the mirror has a published state already") { Effect = TermEffect.Nothing, Form = "a size such as 500M or 50G", DefaultText = "no limit" },
        Judgement("OnMaxGrowth", "what happens if it is more: it is known before the first package is fetched", "error"),
        new("MaxLag", TermKind.Duration, "how old the newest state of the upstream may be, by the upstream's own date. Python indices have no date") { Effect = TermEffect.Nothing, DefaultText = "no limit" },
        Judgement("OnMaxLag", "what happens if it is older, also where nothing is new", "error"),
        Judgement("SignerChange", "what happens if a state is signed by none of the keys that signed the published one", "warn"),
        Judgement("IdentityChange", "what happens if a suite has another codename, origin or label than the published one, as when `stable` becomes the next release", "error") with { Types = ["apt"] },
        new("ExpiryNotice", TermKind.Duration, "how long before its end a sync warns of a signing key, of metadata that ends (`Valid-Until`), and of a client's certificate; `0`: never. Metadata that is renewed often is named when the last quarter of its time begins") { Effect = TermEffect.Nothing, Default = "14d" },
    ];

    private static Term Judgement(string name, string summary, string otherwise) =>
        new(name, TermKind.Choice, $"{summary}. `error` keeps the published state, until somebody accepts the new one with `Accept`; `warn` and `off` do not") { Choices = ["error", "warn", "off"], Default = otherwise, Effect = TermEffect.Nothing };
}
