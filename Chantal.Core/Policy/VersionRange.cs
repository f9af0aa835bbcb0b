using Chantal.Text;

namespace Chantal.Policy;

/// <summary>
/// Versions as a definition writes them: clauses separated by commas, each a comparison (<c>&lt;1.2</c>, <c>&gt;=1.0</c>, <c>=1.2-3</c>), a version, or a pattern of versions
/// (<c>1.2*</c>). All of them have to hold.
/// </summary>
internal static class VersionRange
{
    // The longer ones first; Debian writes << and >>.
    private static readonly (string Sign, Func<int, bool> Holds)[] Operators =
    [
        ("<<", o => o < 0), (">>", o => o > 0), ("<=", o => o <= 0), (">=", o => o >= 0), ("==", o => o == 0), ("!=", o => o != 0), ("<", o => o < 0), (">", o => o > 0), ("=", o => o == 0),
    ];

    /// <summary>Reads versions; null: the text is not valid.</summary>
    /// <param name="text">The text.</param>
    /// <param name="order">The format's order, of a version and a bound.</param>
    public static Func<string, bool>? Parse(string text, Comparison<string> order)
    {
        var clauses = text.Split(',', StringSplitOptions.TrimEntries).Select(c => ParseClause(c, order)).ToList();
        return clauses.Contains(null) ? null : version => clauses.TrueForAll(c => c!(version));
    }

    private static Func<string, bool>? ParseClause(string clause, Comparison<string> order)
    {
        foreach (var (sign, holds) in Operators)
        {
            if (clause.StartsWith(sign, StringComparison.Ordinal))
            {
                var bound = clause[sign.Length..].Trim();
                return bound.Length == 0 || NamePattern.HasWildcard(bound) || bound.AsSpan().ContainsAny("<>=! ") ? null : version => holds(order(version, bound));
            }
        }

        return clause.Length == 0 || clause.AsSpan().ContainsAny("<>=! ") ? null
            : NamePattern.HasWildcard(clause) ? version => new NamePattern(clause).IsMatch(version)
            : version => order(version, clause) == 0;
    }
}
