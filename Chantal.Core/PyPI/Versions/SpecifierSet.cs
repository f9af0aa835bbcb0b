using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Chantal.PyPI.Versions;

/// <summary>Specifiers that all have to hold: <c>&gt;=1.0, !=1.3, &lt;2</c>. None accept everything.</summary>
internal sealed class SpecifierSet
{
    /// <summary>Most clauses of a set.</summary>
    public const int MaxCount = 1000;

    private SpecifierSet(ImmutableArray<Specifier> specifiers)
    {
        Specifiers = specifiers;
        NamesPreRelease = specifiers.Any(s => s.NamesPreRelease);
    }

    /// <summary>The set that accepts every version.</summary>
    public static SpecifierSet Any { get; } = new([]);

    /// <summary>The clauses, in the order in which they were written.</summary>
    public ImmutableArray<Specifier> Specifiers { get; }

    /// <summary>Whether a clause names a pre-release, so that pre-releases are asked for.</summary>
    public bool NamesPreRelease { get; }

    /// <summary>Reads clauses separated by commas; empty ones are skipped. False if one of them is not valid.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out SpecifierSet? set)
    {
        var specifiers = ImmutableArray.CreateBuilder<Specifier>();
        foreach (var range in text.Split(','))
        {
            var clause = text[range].Trim();
            if (clause.IsEmpty)
            {
                continue;
            }

            if (specifiers.Count == MaxCount || !Specifier.TryParse(clause, out var specifier))
            {
                set = null;
                return false;
            }

            specifiers.Add(specifier);
        }

        set = specifiers.Count == 0 ? Any : new SpecifierSet(specifiers.DrainToImmutable());
        return true;
    }

    /// <summary>Both sets at once.</summary>
    public SpecifierSet And(SpecifierSet other) =>
        other.Specifiers.IsEmpty ? this : Specifiers.IsEmpty ? other : new SpecifierSet(Specifiers.AddRange(other.Specifiers));

    /// <summary>Whether every clause accepts the version, whether it is a pre-release or not.</summary>
    public bool Accepts(PyVersion version)
    {
        foreach (var specifier in Specifiers)
        {
            if (!specifier.Accepts(version))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a version that PEP 440 does not know is asked for: by <c>===</c> and nothing else.</summary>
    public bool AcceptsText(string text) => !Specifiers.IsEmpty && Specifiers.All(s => s.AcceptsText(text));

    /// <summary>
    /// Those of the versions that an installer takes: pre-releases only where they are asked for, by a clause or by
    /// <paramref name="preReleases"/>, or where nothing else is accepted. The order stays.
    /// </summary>
    public IReadOnlyList<PyVersion> Select(IEnumerable<PyVersion> versions, bool preReleases = false)
    {
        var accepted = versions.Where(Accepts).ToList();
        return preReleases || NamesPreRelease || accepted.TrueForAll(v => v.IsPreRelease) ? accepted : accepted.FindAll(v => !v.IsPreRelease);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(',', Specifiers);
}
