using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Chantal.PyPI.Versions;

/// <summary>One clause of a set of specifiers: <c>&gt;=1.0</c>, <c>==2.*</c>, <c>~=1.4.2</c>.</summary>
internal sealed class Specifier
{
    private static readonly SearchValues<char> EndOfText = SearchValues.Create(" \t\r\n;)");

    // The series that == and != with .* and ~= name, as the first bytes of keys; otherwise null.
    private readonly byte[]? _series;
    private readonly int _significant;

    // What < stops before: the first development release of a version that is not itself a pre-release.
    private readonly PyVersion? _bound;

    private Specifier(SpecifierOperator @operator, string operand, PyVersion? version, PyVersion? bound = null, byte[]? series = null, int significant = 0)
    {
        _bound = bound;
        Operator = @operator;
        Operand = operand;
        Version = version;
        _series = series;
        _significant = significant;
    }

    /// <summary>How versions are compared.</summary>
    public SpecifierOperator Operator { get; }

    /// <summary>What follows the operator, as it was written.</summary>
    public string Operand { get; }

    /// <summary>What versions are compared with; null for what only <c>===</c> can name. Of <c>==1.*</c> it is 1.</summary>
    public PyVersion? Version { get; }

    /// <summary>Whether the clause names a pre-release, and so asks for pre-releases.</summary>
    public bool NamesPreRelease => Operator != SpecifierOperator.NotEqual && Version is { IsPreRelease: true };

    /// <summary>Reads a clause; false for what PEP 440 does not allow, such as <c>&gt;=1.*</c> or <c>~=1</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Specifier? specifier)
    {
        specifier = null;
        text = text.Trim();
        if (ReadOperator(text) is not var (@operator, length))
        {
            return false;
        }

        var operand = text[length..].TrimStart();
        if (operand.IsEmpty || operand.Length > PyVersion.MaxLength)
        {
            return false;
        }

        if (@operator == SpecifierOperator.Arbitrary)
        {
            var isOne = !operand.ContainsAny(EndOfText);
            _ = PyVersion.TryParse(operand.ToString(), out var named);
            specifier = isOne ? new Specifier(@operator, operand.ToString(), named) : null;
            return isOne;
        }

        var isSeries = @operator is SpecifierOperator.Equal or SpecifierOperator.NotEqual && operand.EndsWith(".*", StringComparison.Ordinal);
        var written = (isSeries ? operand[..^2] : operand).ToString();
        if (!PyVersionParts.TryParse(written, out var parts) || !PyVersion.TryParse(written, out var version) || !IsAllowed(@operator, isSeries, parts))
        {
            return false;
        }

        var bound = version;
        if (@operator == SpecifierOperator.Less && !version.IsPreRelease && !PyVersion.TryParse(version.ToNormalForm() + ".dev0", out bound))
        {
            return false;
        }

        isSeries |= @operator == SpecifierOperator.Compatible;
        var key = new PyVersionKey(stackalloc byte[PyVersionKey.RoomFor(PyVersion.MaxLength)]);
        var significant = isSeries ? key.WriteBase(parts, parts.ReleaseLength - (@operator == SpecifierOperator.Compatible ? 1 : 0), keepZeros: true) : 0;
        specifier = new Specifier(@operator, operand.ToString(), version, bound, isSeries ? key.Written.ToArray() : null, significant);
        return true;
    }

    /// <summary>Whether a version is one that the clause asks for. Whether pre-releases are wanted is another question.</summary>
    public bool Accepts(PyVersion version) => Operator switch
    {
        SpecifierOperator.Compatible => version.PublicKey.SequenceCompareTo(Version!.Key) >= 0 && IsOfSeries(version),
        SpecifierOperator.Equal => IsEqual(version),
        SpecifierOperator.NotEqual => !IsEqual(version),
        SpecifierOperator.LessOrEqual => version.PublicKey.SequenceCompareTo(Version!.Key) <= 0,
        SpecifierOperator.GreaterOrEqual => version.PublicKey.SequenceCompareTo(Version!.Key) >= 0,
        SpecifierOperator.Less => version.CompareTo(_bound) < 0,
        SpecifierOperator.Greater => version.PublicKey.SequenceCompareTo(Version!.Key) > 0 && !IsPostReleaseOfFinal(version),
        _ => AcceptsText(version.Text) || AcceptsText(version.ToNormalForm()),
    };

    /// <summary>Whether a text that is not a version is what the clause asks for: <c>===</c> only.</summary>
    public bool AcceptsText(string text) => Operator == SpecifierOperator.Arbitrary && text.Equals(Operand, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => Sign(Operator) + Operand;

    private static string Sign(SpecifierOperator @operator) => @operator switch
    {
        SpecifierOperator.Compatible => "~=",
        SpecifierOperator.Equal => "==",
        SpecifierOperator.NotEqual => "!=",
        SpecifierOperator.LessOrEqual => "<=",
        SpecifierOperator.GreaterOrEqual => ">=",
        SpecifierOperator.Less => "<",
        SpecifierOperator.Greater => ">",
        _ => "===",
    };

    private static (SpecifierOperator Operator, int Length)? ReadOperator(ReadOnlySpan<char> text) => text switch
    {
        ['=', '=', '=', ..] => (SpecifierOperator.Arbitrary, 3),
        ['=', '=', ..] => (SpecifierOperator.Equal, 2),
        ['!', '=', ..] => (SpecifierOperator.NotEqual, 2),
        ['~', '=', ..] => (SpecifierOperator.Compatible, 2),
        ['<', '=', ..] => (SpecifierOperator.LessOrEqual, 2),
        ['>', '=', ..] => (SpecifierOperator.GreaterOrEqual, 2),
        ['<', ..] => (SpecifierOperator.Less, 1),
        ['>', ..] => (SpecifierOperator.Greater, 1),
        _ => null,
    };

    private static bool IsAllowed(SpecifierOperator @operator, bool isSeries, in PyVersionParts parts) => @operator switch
    {
        SpecifierOperator.Equal or SpecifierOperator.NotEqual => !isSeries || parts.IsPlain,
        SpecifierOperator.Compatible => parts.Local.IsEmpty && parts.ReleaseLength > 1,
        _ => parts.Local.IsEmpty,
    };

    private bool IsEqual(PyVersion version) =>
        _series is not null ? IsOfSeries(version) : (Version!.IsLocal ? version.Key : version.PublicKey).SequenceEqual(Version.Key);

    // Keys leave out a release's trailing zeros, so 1 is of the series 1.0.0 too.
    private bool IsOfSeries(PyVersion version) =>
        version.BaseKey.StartsWith(_series) || version.BaseKey.SequenceEqual(_series.AsSpan(0, _significant));

    // A version without post and dev ends in the two bytes that say so; what begins as it does before them is a post-release of it.
    private bool IsPostReleaseOfFinal(PyVersion version) =>
        !Version!.IsPostRelease && !Version.IsDevRelease && version.Key.StartsWith(Version.Key[..^2]);
}
