using System.Globalization;
using System.Text;

namespace Chantal.Core.Tests.Apt.Solving;

/// <summary>Small made-up APT repositories, each with names of its own, so that many of them can be asked about in one index.</summary>
internal sealed class RandomPackages(int seed)
{
    private static readonly string[] Operators = ["<<", "<=", "=", ">=", ">>"];

    private readonly Random _random = new(seed);
    private readonly string _prefix = $"r{seed.ToString(CultureInfo.InvariantCulture)}-";

    /// <summary>Whether some packages are essential.</summary>
    public bool HasEssentials { get; init; }

    /// <summary>Writes the stanzas.</summary>
    public void Write(StringBuilder text)
    {
        var names = _random.Next(3, 9);
        for (var name = 0; name < names; name++)
        {
            for (var version = _random.Next(1, 4); version > 0; version -= _random.Next(1, 3))
            {
                Stanza(text, name, version, names);
            }
        }
    }

    private void Stanza(StringBuilder text, int name, int version, int names)
    {
        _ = text.Append(CultureInfo.InvariantCulture, $"Package: {_prefix}{name}\nVersion: {version}\nArchitecture: {(_random.Next(3) == 0 ? "all" : "amd64")}\n");
        if (HasEssentials && name == 0)
        {
            _ = text.Append("Essential: yes\n");
        }

        Field(text, "Depends", names, 2, isNeed: true);
        Field(text, "Pre-Depends", names, 5, isNeed: true);
        Field(text, "Conflicts", names, 4, isNeed: false);
        Field(text, "Breaks", names, 5, isNeed: false);
        if (_random.Next(3) == 0)
        {
            var provided = Enumerable.Range(0, _random.Next(1, 3)).Select(_ => _random.Next(3) == 0 ? $"{_prefix}{_random.Next(names + 1)} (= {_random.Next(1, 4)})" : $"{_prefix}v{_random.Next(3)}");
            _ = text.Append("Provides: ").AppendJoin(", ", provided.Distinct()).Append('\n');
        }

        _ = text.Append('\n');
    }

    private void Field(StringBuilder text, string field, int names, int oneIn, bool isNeed)
    {
        if (_random.Next(oneIn) == 0)
        {
            var clauses = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => string.Join(" | ", Enumerable.Range(0, isNeed ? _random.Next(1, 4) : 1).Select(_ => Relation(names))));
            _ = text.Append(field).Append(": ").AppendJoin(", ", clauses).Append('\n');
        }
    }

    private string Relation(int names)
    {
        var isVirtual = _random.Next(5) == 0;
        var name = isVirtual ? $"{_prefix}v{_random.Next(4)}" : $"{_prefix}{_random.Next(names + 1)}";
        return name + (_random.Next(2) == 0 ? "" : $" ({Operators[_random.Next(Operators.Length)]} {_random.Next(1, 4)})");
    }
}
