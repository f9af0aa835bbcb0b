using System.Buffers;
using System.Text;

namespace Chantal.Apt.Packages;

/// <summary>Reads relationship fields: clauses separated by commas, alternatives of a clause by bars (Debian Policy §7.1).</summary>
internal static class RelationParser
{
    private static readonly SearchValues<byte> EndOfName = SearchValues.Create(" \t\n([<:"u8);
    private static readonly SearchValues<byte> EndOfQualifier = SearchValues.Create(" \t\n([<"u8);

    /// <summary>
    /// The clauses, each a list of alternatives. An alternative that is not a relation stays as a name that no package has, so
    /// that it shows as one that cannot be satisfied instead of making the whole index unusable.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<Relation>> Parse(ReadOnlySpan<byte> field)
    {
        var clauses = new List<IReadOnlyList<Relation>>();
        foreach (var clause in field.Split((byte)','))
        {
            var alternatives = new List<Relation>();
            var text = field[clause];
            foreach (var alternative in text.Split((byte)'|'))
            {
                var trimmed = text[alternative].Trim(" \t\n"u8);
                if (!trimmed.IsEmpty)
                {
                    alternatives.Add(ParseOne(trimmed));
                }
            }

            if (alternatives.Count > 0)
            {
                clauses.Add(alternatives);
            }
        }

        return clauses;
    }

    /// <summary>The name at the begin of a relation: what comes before a blank, a bracket or the qualifier's colon.</summary>
    public static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> relation)
    {
        var end = relation.IndexOfAny(EndOfName);
        return end < 0 ? relation : relation[..end];
    }

    private static Relation ParseOne(ReadOnlySpan<byte> text)
    {
        var name = NameOf(text);
        var rest = text[name.Length..];
        string? qualifier = null;
        if (rest is [(byte)':', ..])
        {
            var end = rest.IndexOfAny(EndOfQualifier);
            qualifier = Encoding.UTF8.GetString(end < 0 ? rest[1..] : rest[1..end]);
            rest = end < 0 ? [] : rest[end..];
        }

        var relation = new Relation { Name = name.ToArray(), Qualifier = qualifier };
        while (!(rest = rest.TrimStart(" \t\n"u8)).IsEmpty)
        {
            // Build profiles, <…>, are of no account in binary packages.
            if (rest[0] == (byte)'(' && Bracketed(ref rest, (byte)')', out var version) && TryParseVersion(version, relation, out relation))
            {
                continue;
            }

            if (rest is [(byte)'[', ..] && Bracketed(ref rest, (byte)']', out var architectures))
            {
                relation = relation with { Architectures = Encoding.UTF8.GetString(architectures).Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries) };
                continue;
            }

            if (rest is not [(byte)'<', ..] || !Bracketed(ref rest, (byte)'>', out _))
            {
                return new Relation { Name = text.ToArray() };
            }
        }

        return relation;
    }

    private static bool Bracketed(ref ReadOnlySpan<byte> rest, byte close, out ReadOnlySpan<byte> inner)
    {
        var end = rest.IndexOf(close);
        inner = end < 0 ? [] : rest[1..end].Trim(" \t\n"u8);
        rest = end < 0 ? rest : rest[(end + 1)..];
        return end >= 0;
    }

    private static bool TryParseVersion(ReadOnlySpan<byte> text, Relation relation, out Relation result)
    {
        var sign = text[..(text.IndexOfAnyExcept("<>="u8) is var end && end < 0 ? text.Length : end)];
        var version = text[sign.Length..].TrimStart(" \t\n"u8);
        VersionRelation? @operator = sign switch
        {
            _ when sign.SequenceEqual("<<"u8) => VersionRelation.Earlier,
            _ when sign.SequenceEqual("<="u8) || sign.SequenceEqual("<"u8) => VersionRelation.EarlierOrEqual,
            _ when sign.SequenceEqual("="u8) || sign.IsEmpty => VersionRelation.Equal,
            _ when sign.SequenceEqual(">="u8) || sign.SequenceEqual(">"u8) => VersionRelation.LaterOrEqual,
            _ when sign.SequenceEqual(">>"u8) => VersionRelation.Later,
            _ => null,
        };
        result = @operator is null ? relation : relation with { Operator = @operator.Value, Version = version.ToArray() };
        return @operator is not null && !version.IsEmpty;
    }
}
