using System.Text;
using Chantal.Diagnostics;

namespace Chantal.Rpm;

/// <summary>
/// The variables of repository paths and URLs, as <c>dnf.conf(5)</c> has them: <c>$basearch</c> and <c>$arch</c> from the
/// architecture, and those that the definition gives a value, such as <c>$releasever</c>. Names are case-sensitive.
/// </summary>
internal static class RpmVariables
{
    private const string Architecture = "arch";
    private const string BaseArchitecture = "basearch";

    /// <summary>Whether a text names the architecture, so that it stands for several repositories.</summary>
    public static bool NamesArchitecture(string template) =>
        References(template).Any(r => r.Name is Architecture or BaseArchitecture);

    /// <summary>The variables of one architecture, and the definition's own, which win.</summary>
    /// <param name="architecture">The architecture, or empty for none.</param>
    /// <param name="own">The definition's variables.</param>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.InvalidVariable"/>: a name or a value cannot be used.</exception>
    public static IReadOnlyDictionary<string, string> For(string architecture, IReadOnlyDictionary<string, string> own)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (architecture.Length > 0)
        {
            variables[Architecture] = architecture;
            variables[BaseArchitecture] = BaseOf(architecture);
        }

        foreach (var (name, value) in own)
        {
            variables[name] = Check(name, value);
        }

        return variables;
    }

    /// <summary>
    /// The variables in every way in which those that texts name can be set: each value of one with each of another, and each architecture if it is
    /// named. One setting, if none has several values.
    /// </summary>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.InvalidVariable"/>: a name or a value cannot be used.</exception>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Settings(
        IEnumerable<string> templates, IReadOnlyList<string> architectures, IReadOnlyDictionary<string, IReadOnlyList<string>> own)
    {
        var named = templates.SelectMany(References).Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        var isForArchitecture = (named.Contains(Architecture) && !own.ContainsKey(Architecture)) || (named.Contains(BaseArchitecture) && !own.ContainsKey(BaseArchitecture));
        IEnumerable<IEnumerable<KeyValuePair<string, string>>> settings = [[]];
        foreach (var (name, values) in own)
        {
            var possible = named.Contains(name) ? values : values.Take(1);
            settings = settings.SelectMany(s => possible.Select(v => s.Append(KeyValuePair.Create(name, v))));
        }

        return (isForArchitecture && architectures.Count > 0 ? architectures : [""])
            .SelectMany(a => settings.Select(s => For(a, new Dictionary<string, string>(s, StringComparer.Ordinal))));
    }

    /// <summary>The text with every <c>$name</c> and <c>${name}</c> replaced; what replaces it is not looked at again.</summary>
    /// <exception cref="MirrorException">
    /// <see cref="DiagnosticCodes.VariableUndefined"/>; <see cref="DiagnosticCodes.InvalidVariable"/> for a brace that holds
    /// anything else than a name.
    /// </exception>
    public static string Expand(string template, IReadOnlyDictionary<string, string> variables)
    {
        var text = new StringBuilder();
        var at = 0;
        foreach (var (start, end, name) in References(template))
        {
            text.Append(template, at, start - at).Append(variables.TryGetValue(name, out var value) ? value : throw Undefined(name, template));
            at = end;
        }

        return text.Append(template, at, template.Length - at).ToString();
    }

    /// <summary>The family by which dnf knows an architecture; itself if it has none.</summary>
    public static string BaseOf(string architecture) => architecture switch
    {
        "amd64" or "ia32e" => "x86_64",
        "i486" or "i586" or "i686" or "athlon" or "geode" => "i386",
        "armv5tejl" or "armv5tel" or "armv5tl" or "armv6l" or "armv7l" or "armv8l" => "arm",
        "armv6hl" or "armv7hl" or "armv7hnl" or "armv8hl" => "armhfp",
        "ppc64p7" or "ppc64iseries" or "ppc64pseries" => "ppc64",
        _ => architecture,
    };

    private static IEnumerable<(int Start, int End, string Name)> References(string template)
    {
        for (var dollar = template.IndexOf('$', StringComparison.Ordinal); dollar >= 0; dollar = template.IndexOf('$', dollar + 1))
        {
            var braced = dollar + 1 < template.Length && template[dollar + 1] == '{';
            var start = dollar + (braced ? 2 : 1);
            var end = start;
            while (end < template.Length && IsOfName(template[end]))
            {
                end++;
            }

            if (braced && (end == start || end == template.Length || template[end] != '}'))
            {
                throw RpmDiagnostics.VariableUnclosed(template);
            }

            // A lone dollar is an ordinary character of a path.
            if (end > start)
            {
                yield return (dollar, braced ? end + 1 : end, template[start..end]);
            }
        }
    }

    /// <summary>Whether a text has a word in it, between characters that names do not have.</summary>
    public static bool HasWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || !IsOfName(text[at - 1])) && (end == text.Length || !IsOfName(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    // An empty value is right: Rocky Linux has $rltype for what its betas put there.
    private static string Check(string name, string value) =>
        name.Length == 0 || !name.All(IsOfName) ? throw RpmDiagnostics.VariableInvalid(name, "its name may have letters, digits and '_' only")
        : value.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) ? throw RpmDiagnostics.VariableInvalid(name, "its value has white space or a control character")
        : value;

    private static MirrorException Undefined(string name, string template) => name is Architecture or BaseArchitecture
        ? RpmDiagnostics.ArchitectureUndefined(name, template)
        : RpmDiagnostics.VariableUndefined(name, template);
}
