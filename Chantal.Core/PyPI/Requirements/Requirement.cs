using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Environments;
using Chantal.PyPI.Versions;

namespace Chantal.PyPI.Requirements;

/// <summary>What a project depends on, or what a requirements file asks for (PEP 508): <c>foo[bar] &gt;=1.0; python_version &lt; "3.9"</c>.</summary>
internal sealed record Requirement
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>The project's normal name.</summary>
    public required string Name { get; init; }

    /// <summary>The extras that are asked for, by their normal names.</summary>
    public ImmutableArray<string> Extras { get; init; } = [];

    /// <summary>The versions that are asked for.</summary>
    public SpecifierSet Specifiers { get; init; } = SpecifierSet.Any;

    /// <summary>Where the one file or checkout is that is asked for; null if an index has it.</summary>
    public string? Url { get; init; }

    /// <summary>Where it is asked for; null means everywhere.</summary>
    public Marker? Marker { get; init; }

    /// <summary>Reads a requirement, or says what is wrong as the end of a sentence that begins with it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Requirement? requirement, [NotNullWhen(false)] out string? fault)
    {
        requirement = null;
        var rest = text.AsSpan().Trim();
        var name = Take(ref rest, rest.IndexOfAnyExcept(NameCharacters));
        if (!ProjectName.IsValid(name))
        {
            fault = "begins with no project's name";
            return false;
        }

        var result = new Requirement { Name = ProjectName.Normalize(name) };
        if (rest is ['[', ..])
        {
            if (!TryTakeExtras(ref rest, out var extras))
            {
                fault = "has extras that are not valid";
                return false;
            }

            result = result with { Extras = extras };
        }

        if (rest is ['@', ..])
        {
            rest = rest[1..].TrimStart();
            result = result with { Url = Take(ref rest, rest.IndexOfAny(" \t")).ToString() };
            fault = result.Url!.Length == 0 ? "does not have a URL after the @" : null;
        }
        else
        {
            fault = TryTakeSpecifiers(ref rest, out var specifiers) ? null : "has version specifiers that are not valid";
            result = result with { Specifiers = specifiers ?? SpecifierSet.Any };
        }

        if (fault is null && !rest.IsEmpty)
        {
            Marker? marker = null;
            fault = rest[0] != ';' ? "has more text after its end"
                : Marker.TryParse(rest[1..].ToString(), out marker) ? null
                : "has a marker that is not valid";
            result = result with { Marker = marker };
        }

        requirement = fault is null ? result : null;
        return fault is null;
    }

    /// <summary>Whether it is asked for in an environment, by the project alone or with one of its extras.</summary>
    public bool AppliesTo(TargetEnvironment environment, params ReadOnlySpan<string> extras) => Marker?.Holds(environment, extras) != false;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Name}{(Extras.IsEmpty ? "" : $"[{string.Join(',', Extras)}]")}{Specifiers}{(Url is null ? "" : $" @ {Url}")}{(Marker is null ? "" : $"; {Marker}")}";

    private static bool TryTakeExtras(ref ReadOnlySpan<char> rest, out ImmutableArray<string> extras)
    {
        extras = [];
        var end = rest.IndexOf(']');
        if (end < 0)
        {
            return false;
        }

        var list = rest[1..end].Trim();
        rest = rest[(end + 1)..].TrimStart();
        if (list.IsEmpty)
        {
            return true;
        }

        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var range in list.Split(','))
        {
            var name = list[range].Trim();
            if (!ProjectName.IsValid(name))
            {
                return false;
            }

            names.Add(ProjectName.Normalize(name));
        }

        extras = [.. names.Distinct()];
        return true;
    }

    // With parentheses, as the metadata of old packages has it, or without.
    private static bool TryTakeSpecifiers(ref ReadOnlySpan<char> rest, [NotNullWhen(true)] out SpecifierSet? specifiers)
    {
        specifiers = null;
        if (rest is not ['(', ..])
        {
            return SpecifierSet.TryParse(Take(ref rest, rest.IndexOf(';')), out specifiers);
        }

        var end = rest.IndexOf(')');
        if (end < 0 || !SpecifierSet.TryParse(rest[1..end], out specifiers))
        {
            return false;
        }

        rest = rest[(end + 1)..].TrimStart();
        return true;
    }

    // Up to a position, or to the end; blanks after it go too.
    private static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> rest, int end)
    {
        var taken = end < 0 ? rest : rest[..end];
        rest = rest[taken.Length..].TrimStart();
        return taken;
    }
}
