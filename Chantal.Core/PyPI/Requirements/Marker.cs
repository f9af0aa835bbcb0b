using System.Diagnostics.CodeAnalysis;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Environments;

namespace Chantal.PyPI.Requirements;

/// <summary>
/// The condition of a dependency (PEP 508): <c>python_version &lt; "3.9" and extra == "test"</c>. Versions are compared
/// where both sides are versions, texts otherwise. What is not known of an environment - the kernel's version, the extras
/// of a lock file, the third number of Python - is assumed to be true: markers have no negation, so a mirror may then keep
/// more than an installer needs, never less.
/// </summary>
internal sealed class Marker
{
    /// <summary>Longest text that is read.</summary>
    public const int MaxLength = 65536;

    private readonly MarkerNode _root;

    private Marker(string text, MarkerNode root) => (Text, _root) = (text, root);

    /// <summary>The marker as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether it asks for an extra, so that a requirement with it may be of that extra only.</summary>
    public bool MentionsExtra => _root.MentionsExtra;

    /// <summary>Reads a marker; false if it is not valid.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Marker? marker)
    {
        var root = text.Length > MaxLength ? null : new MarkerParser(text).Parse();
        marker = root is null ? null : new Marker(text.Trim(), root);
        return marker is not null;
    }

    /// <summary>Whether it holds in an environment, without any extra or with one of those that are asked for.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="extras">The extras, in any spelling.</param>
    public bool Holds(TargetEnvironment environment, params ReadOnlySpan<string> extras)
    {
        if (_root.Holds(environment, ""))
        {
            return true;
        }

        if (_root.MentionsExtra)
        {
            foreach (var extra in extras)
            {
                if (_root.Holds(environment, ProjectName.Normalize(extra)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
