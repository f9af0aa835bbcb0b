using System.Text;

namespace Chantal.Store;

/// <summary>Who did something, where, and from which definitions: what an auditor asks of a promotion, or of a state that was accepted.</summary>
/// <param name="User">The user; on a build agent whoever started the build, where it says so.</param>
/// <param name="Host">The machine's name.</param>
/// <param name="Version">The version of Chantal.</param>
internal sealed record Actor(string User, string Host, string Version)
{
    /// <summary>The build's number or name; null where no build agent ran it.</summary>
    public string? Build { get; init; }

    /// <summary>Where the build can be looked at, or null.</summary>
    public string? BuildUrl { get; init; }

    /// <summary>The commit of the definitions; null: they are not in Git, or it could not be read.</summary>
    public string? Commit { get; init; }

    /// <summary>In a line, for people.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{User}@{Host}");
        _ = Build is null ? text : text.Append(", build ").Append(Build);
        _ = BuildUrl is null ? text : text.Append(" (").Append(BuildUrl).Append(')');
        return (Commit is null ? text : text.Append(", commit ").Append(Commit.AsSpan(0, Math.Min(12, Commit.Length)))).ToString();
    }
}
