using System.Text;

namespace Chantal.Apt.Packages;

/// <summary>How a relation compares versions (Debian Policy §7.1).</summary>
internal enum VersionRelation
{
    /// <summary>Any version.</summary>
    Any,

    /// <summary><c>&lt;&lt;</c>.</summary>
    Earlier,

    /// <summary><c>&lt;=</c>, and the obsolete <c>&lt;</c>.</summary>
    EarlierOrEqual,

    /// <summary><c>=</c>.</summary>
    Equal,

    /// <summary><c>&gt;=</c>, and the obsolete <c>&gt;</c>.</summary>
    LaterOrEqual,

    /// <summary><c>&gt;&gt;</c>.</summary>
    Later,
}

/// <summary>One alternative of a relationship field: <c>libfoo:any (&gt;= 2) [amd64]</c>.</summary>
internal sealed record Relation
{
    /// <summary>The package, real or virtual, in UTF-8.</summary>
    public required byte[] Name { get; init; }

    /// <summary>What follows the colon, such as <c>any</c>, or null.</summary>
    public string? Qualifier { get; init; }

    /// <summary>How versions are compared.</summary>
    public VersionRelation Operator { get; init; }

    /// <summary>What they are compared with; empty for any version.</summary>
    public byte[] Version { get; init; } = [];

    /// <summary>Architectures for which the relation holds (or, with <c>!</c>, does not hold); empty: all.</summary>
    public IReadOnlyList<string> Architectures { get; init; } = [];

    /// <summary>Whether a version is one that the relation asks for.</summary>
    public bool Accepts(ReadOnlySpan<byte> version)
    {
        if (Operator == VersionRelation.Any)
        {
            return true;
        }

        var order = DebianVersion.Compare(version, Version);
        return Operator switch
        {
            VersionRelation.Earlier => order < 0,
            VersionRelation.EarlierOrEqual => order <= 0,
            VersionRelation.Equal => order == 0,
            VersionRelation.LaterOrEqual => order >= 0,
            _ => order > 0,
        };
    }

    /// <summary>Whether the relation holds on an architecture (Policy §7.1 and §11.1).</summary>
    public bool AppliesTo(string architecture)
    {
        if (Architectures.Count == 0)
        {
            return true;
        }

        var negated = Architectures[0].StartsWith('!');
        return Architectures.Any(a => Matches(a.TrimStart('!'), architecture)) != negated;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder(Encoding.UTF8.GetString(Name));
        if (Qualifier is not null)
        {
            text.Append(':').Append(Qualifier);
        }

        if (Operator != VersionRelation.Any)
        {
            var sign = Operator switch
            {
                VersionRelation.Earlier => "<<",
                VersionRelation.EarlierOrEqual => "<=",
                VersionRelation.Equal => "=",
                VersionRelation.LaterOrEqual => ">=",
                _ => ">>",
            };
            text.Append(" (").Append(sign).Append(' ').Append(Encoding.UTF8.GetString(Version)).Append(')');
        }

        return text.ToString();
    }

    // Wildcards are <os>-<cpu>; what stands without an os is of linux.
    private static bool Matches(string pattern, string architecture)
    {
        if (pattern == "any" || pattern == architecture)
        {
            return true;
        }

        var (system, cpu) = Tuple(architecture);
        var dash = pattern.LastIndexOf('-');
        return dash > 0
            && (pattern[..dash] == "any" || pattern[..dash] == system)
            && (pattern[(dash + 1)..] == "any" || pattern[(dash + 1)..] == cpu);
    }

    private static (string System, string Cpu) Tuple(string architecture) =>
        architecture.LastIndexOf('-') is var dash && dash > 0 ? (architecture[..dash], architecture[(dash + 1)..]) : ("linux", architecture);
}
