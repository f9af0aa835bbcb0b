using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Chantal.PyPI.Requirements;

/// <summary>What an option of a requirements file does here.</summary>
internal enum RequirementsFileEffect
{
    /// <summary>Reads another file.</summary>
    Include,

    /// <summary>Reads another file as constraints.</summary>
    Constrain,

    /// <summary>Takes pre-releases.</summary>
    PreReleases,

    /// <summary>Takes nothing without a hash.</summary>
    RequireHashes,

    /// <summary>Takes no wheels of some projects.</summary>
    NoBinary,

    /// <summary>Takes only wheels of some projects.</summary>
    OnlyBinary,

    /// <summary>Names a file that the requirement means.</summary>
    Hash,

    /// <summary>Asks for a checkout.</summary>
    Editable,

    /// <summary>Nothing, since the definition decides where packages come from.</summary>
    IgnoreSource,

    /// <summary>Nothing, since it matters to who installs only.</summary>
    IgnoreInstallation,
}

/// <summary>An option of pip's requirements files.</summary>
/// <param name="Name">Its long name.</param>
/// <param name="Effect">What it does here.</param>
/// <param name="HasValue">Whether a value follows.</param>
/// <param name="IsOfRequirement">Whether it stands behind a requirement, rather than alone.</param>
internal sealed record RequirementsFileOption(string Name, RequirementsFileEffect Effect, bool HasValue = true, bool IsOfRequirement = false)
{
    private static readonly FrozenDictionary<string, RequirementsFileOption> Known = new RequirementsFileOption[]
    {
        new("--requirement", RequirementsFileEffect.Include),
        new("--constraint", RequirementsFileEffect.Constrain),
        new("--pre", RequirementsFileEffect.PreReleases, HasValue: false),
        new("--require-hashes", RequirementsFileEffect.RequireHashes, HasValue: false),
        new("--no-binary", RequirementsFileEffect.NoBinary),
        new("--only-binary", RequirementsFileEffect.OnlyBinary),
        new("--editable", RequirementsFileEffect.Editable),
        new("--index-url", RequirementsFileEffect.IgnoreSource),
        new("--pypi-url", RequirementsFileEffect.IgnoreSource),
        new("--extra-index-url", RequirementsFileEffect.IgnoreSource),
        new("--find-links", RequirementsFileEffect.IgnoreSource),
        new("--no-index", RequirementsFileEffect.IgnoreSource, HasValue: false),
        new("--trusted-host", RequirementsFileEffect.IgnoreSource),
        new("--prefer-binary", RequirementsFileEffect.IgnoreInstallation, HasValue: false),
        new("--use-feature", RequirementsFileEffect.IgnoreInstallation),
        new("--hash", RequirementsFileEffect.Hash, IsOfRequirement: true),
        new("--global-option", RequirementsFileEffect.IgnoreInstallation, IsOfRequirement: true),
        new("--config-setting", RequirementsFileEffect.IgnoreInstallation, IsOfRequirement: true),
        new("--config-settings", RequirementsFileEffect.IgnoreInstallation, IsOfRequirement: true),
    }.ToFrozenDictionary(o => o.Name);

    private static readonly FrozenDictionary<char, string> Short = new Dictionary<char, string>
    {
        ['r'] = "--requirement",
        ['c'] = "--constraint",
        ['e'] = "--editable",
        ['i'] = "--index-url",
        ['f'] = "--find-links",
        ['C'] = "--config-settings",
    }.ToFrozenDictionary();

    /// <summary>Reads the option at a position of a line's words, and its value: <c>--name=value</c>, <c>--name value</c>, <c>-nvalue</c>.</summary>
    /// <param name="words">The words.</param>
    /// <param name="at">The position; afterwards that of the next option.</param>
    /// <param name="option">The option.</param>
    /// <param name="value">Its value; empty if it takes none.</param>
    /// <returns>False if it is not known, or its value is missing or one too many.</returns>
    public static bool TryTake(IReadOnlyList<string> words, ref int at, [NotNullWhen(true)] out RequirementsFileOption? option, out string value)
    {
        var word = words[at++];
        string? attached = null;
        string? name = word;
        if (word.StartsWith("--", StringComparison.Ordinal))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            (name, attached) = equals < 0 ? (word, null) : (word[..equals], word[(equals + 1)..]);
        }
        else if (word is ['-', var letter, ..])
        {
            name = Short.GetValueOrDefault(letter);
            attached = word.Length > 2 ? word[2..] : null;
        }

        value = "";
        if (name is null || !Known.TryGetValue(name, out option) || (!option.HasValue && attached is not null))
        {
            option = null;
            return false;
        }

        if (option.HasValue)
        {
            value = attached ?? (at < words.Count ? words[at++] : "");
        }

        return !option.HasValue || value.Length > 0;
    }
}
