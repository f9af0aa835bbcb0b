using System.Text;
using System.Text.Json;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Store;

/// <summary>Who did something, where, and from which definitions: what an auditor asks of a promotion, or of a state that was accepted.</summary>
/// <param name="User">The user; on a build agent whoever started the build, where it says so.</param>
/// <param name="Host">The machine's name.</param>
/// <param name="Version">The version of Chantal.</param>
internal sealed record Actor(string User, string Host, string Version)
{
    private const int MostCharacters = 500;

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

    /// <summary>Writes it as a member; nothing if it is null.</summary>
    public static void WriteTo(Utf8JsonWriter writer, string name, Actor? actor)
    {
        if (actor is null)
        {
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteString("user", actor.User);
        writer.WriteString("host", actor.Host);
        writer.WriteOptional("build", actor.Build);
        writer.WriteOptional("buildUrl", actor.BuildUrl);
        writer.WriteOptional("commit", actor.Commit);
        writer.WriteString("version", actor.Version);
        writer.WriteEndObject();
    }

    /// <summary>Reads the member; null if it is absent.</summary>
    public static Actor? ReadFrom(JsonElement parent, string name) => !parent.TryGet(name, out var actor) ? null : new Actor(actor.Text("user"), actor.Text("host"), actor.Text("version"))
    {
        Build = actor.OptionalText("build"),
        BuildUrl = actor.OptionalText("buildUrl"),
        Commit = actor.OptionalText("commit"),
    };

    /// <summary>What an environment says, as it may be kept and shown: no login of a URL, no control characters, no end of a page's length. Null if it says nothing.</summary>
    public static string? Clean(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : Printable.Escape(Credentials.Hide(text.Length > MostCharacters ? text[..MostCharacters] : text.Trim()));
}
