using System.Text;
using Chantal.Diagnostics;

namespace Chantal.Rpm;

/// <summary>The variables of repository paths and URLs, as dnf.conf(5) has them: <c>$basearch</c>, <c>$arch</c>, <c>$releasever</c>, …</summary>
internal static class RpmVariables
{
    private const string Architecture = "arch";
    private const string BaseArchitecture = "basearch";

    /// <summary>Whether a text names the architecture, so that it stands for several repositories.</summary>
    public static bool NamesArchitecture(string template) => Names(template).Any(n => n is Architecture or BaseArchitecture);

    /// <summary>The variables of one architecture, and the definition's own, which win.</summary>
    /// <param name="architecture">The architecture, or empty for none.</param>
    /// <param name="own">The definition's variables.</param>
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
            variables[name] = value;
        }

        return variables;
    }

    /// <summary>The text with every <c>$name</c> and <c>${name}</c> replaced.</summary>
    /// <exception cref="MirrorException">A variable is not defined.</exception>
    public static string Expand(string template, IReadOnlyDictionary<string, string> variables)
    {
        var text = new StringBuilder();
        var at = 0;
        foreach (var (start, length, name) in References(template))
        {
            text.Append(template, at, start - at).Append(variables.TryGetValue(name, out var value) ? value : throw Undefined(name, template));
            at = start + length;
        }

        return text.Append(template, at, template.Length - at).ToString();
    }

    private static IEnumerable<string> Names(string template) => References(template).Select(r => r.Name);

    private static IEnumerable<(int Start, int Length, string Name)> References(string template)
    {
        for (var dollar = template.IndexOf('$', StringComparison.Ordinal); dollar >= 0; dollar = template.IndexOf('$', dollar + 1))
        {
            var braced = dollar + 1 < template.Length && template[dollar + 1] == '{';
            var start = dollar + (braced ? 2 : 1);
            var end = start;
            while (end < template.Length && (char.IsAsciiLetterOrDigit(template[end]) || template[end] == '_'))
            {
                end++;
            }

            if (end > start && (!braced || (end < template.Length && template[end] == '}')))
            {
                yield return (dollar, end + (braced ? 1 : 0) - dollar, template[start..end]);
            }
        }
    }

    // The families that dnf knows by one name.
    private static string BaseOf(string architecture) => architecture switch
    {
        "i386" or "i486" or "i586" or "i686" or "athlon" or "geode" => "i386",
        "amd64" or "ia32e" or "x86_64_v2" or "x86_64_v3" or "x86_64_v4" => "x86_64",
        "armv7hl" or "armv7hnl" or "armv8hl" => "armhfp",
        "ppc64p7" => "ppc64",
        _ => architecture,
    };

    private static MirrorException Undefined(string name, string template) =>
        new(DiagnosticCodes.RpmVariableUndefined,
            $"'{template}' uses the variable '{name}', which the definition does not give a value. Add one, such as <Variable Include=\"{name}\" Value=\"9\" />"
            + (name is Architecture or BaseArchitecture ? ", or an Architecture item." : "."));
}
