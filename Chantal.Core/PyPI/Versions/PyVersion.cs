using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Chantal.PyPI.Versions;

/// <summary>
/// A version as PEP 440 defines it. The text stays as it was written; order and equality are those of the meaning, so
/// <c>1.0</c> equals <c>1.0.0</c> and <c>1.0-1</c> equals <c>1.0.post1</c>.
/// </summary>
internal sealed class PyVersion : IComparable<PyVersion>, IEquatable<PyVersion>
{
    /// <summary>Longest text that is looked at; no file system takes a longer one in a file's name.</summary>
    public const int MaxLength = 255;

    private readonly byte[] _key;
    private readonly ushort _baseLength;
    private readonly ushort _publicLength;

    private PyVersion(string text, byte[] key, int baseLength, int publicLength, bool isDev, bool isPost)
    {
        Text = text;
        _key = key;
        _baseLength = (ushort)baseLength;
        _publicLength = (ushort)publicLength;
        IsDevRelease = isDev;
        IsPostRelease = isPost;
    }

    /// <summary>The version as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether it is a development release, of a pre- or post-release too.</summary>
    public bool IsDevRelease { get; }

    /// <summary>Whether it is a post-release, a development release of one too.</summary>
    public bool IsPostRelease { get; }

    /// <summary>Whether it is what installers take only if asked for: alpha, beta, candidate or development.</summary>
    public bool IsPreRelease => IsDevRelease || _key[_baseLength] < PyVersionKey.FinalStage;

    /// <summary>Whether it has a local part: <c>1.0+debian.1</c>.</summary>
    public bool IsLocal => _key.Length > _publicLength;

    /// <summary>Bytes in the order of versions: all of it.</summary>
    internal ReadOnlySpan<byte> Key => _key;

    /// <summary>Bytes in the order of versions: epoch and release, without the release's trailing zeros.</summary>
    internal ReadOnlySpan<byte> BaseKey => _key.AsSpan(0, _baseLength);

    /// <summary>Bytes in the order of versions: all but the local part.</summary>
    internal ReadOnlySpan<byte> PublicKey => _key.AsSpan(0, _publicLength);

    /// <summary>Reads a version; false for what PEP 440 does not allow, such as <c>2004d</c> or <c>1.0-final</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PyVersion? version)
    {
        version = null;
        if (text is null || text.Length > MaxLength || !PyVersionParts.TryParse(text, out var parts))
        {
            return false;
        }

        var key = new PyVersionKey(stackalloc byte[PyVersionKey.RoomFor(MaxLength)]);
        var baseLength = key.WriteBase(parts, parts.ReleaseLength, keepZeros: false);
        key.WriteSuffixes(parts);
        var publicLength = key.Written.Length;
        if (!parts.Local.IsEmpty)
        {
            key.WriteLocal(parts.Local);
        }

        version = new PyVersion(text, key.Written.ToArray(), baseLength, publicLength, parts.IsDev, parts.IsPost);
        return true;
    }

    /// <summary>Reads a version that is known to be one, or throws <see cref="FormatException"/>.</summary>
    public static PyVersion Parse(string text) => TryParse(text, out var version) ? version : throw new FormatException($"'{text}' is not a version");

    /// <summary>The normal form: <c>V1.0-ALPHA_01</c> is <c>1.0a1</c>. Trailing zeros stay.</summary>
    public string ToNormalForm()
    {
        _ = PyVersionParts.TryParse(Text, out var parts);
        var text = new StringBuilder(Text.Length + 8);
        if (parts.Epoch.TrimStart('0') is { IsEmpty: false } epoch)
        {
            text.Append(epoch).Append('!');
        }

        AppendSegments(text, parts.Release);
        if (parts.Stage.Length > 0)
        {
            AppendNumber(text.Append(parts.Stage), parts.StageNumber);
        }

        if (parts.IsPost)
        {
            AppendNumber(text.Append(".post"), parts.PostNumber);
        }

        if (parts.IsDev)
        {
            AppendNumber(text.Append(".dev"), parts.DevNumber);
        }

        if (!parts.Local.IsEmpty)
        {
            AppendSegments(text.Append('+'), parts.Local);
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public int CompareTo(PyVersion? other) => other is null ? 1 : Key.SequenceCompareTo(other.Key);

    /// <inheritdoc/>
    public bool Equals(PyVersion? other) => other is not null && Key.SequenceEqual(other.Key);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PyVersion);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_key);
        return hash.ToHashCode();
    }

    /// <summary>The version as it was written.</summary>
    public override string ToString() => Text;

    private static void AppendSegments(StringBuilder text, ReadOnlySpan<char> segments)
    {
        var first = true;
        foreach (var range in segments.SplitAny('.', '-', '_'))
        {
            if (!first)
            {
                text.Append('.');
            }

            first = false;
            var segment = segments[range];
            if (!segment.ContainsAnyExceptInRange('0', '9'))
            {
                AppendNumber(text, segment);
                continue;
            }

            foreach (var c in segment)
            {
                text.Append(char.ToLowerInvariant(c));
            }
        }
    }

    private static void AppendNumber(StringBuilder text, ReadOnlySpan<char> digits) =>
        text.Append(digits.TrimStart('0') is { IsEmpty: false } number ? number : "0");
}
