using System.Text.Json;
using Chantal.Plans;

namespace Chantal.Store;

/// <summary>Who did something, as a member of JSON objects.</summary>
internal static class ActorJson
{
    /// <summary>Writes the member; nothing for null.</summary>
    public static void Write(Utf8JsonWriter writer, string name, Actor? actor)
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
    public static Actor? Read(JsonElement parent, string name) => !parent.TryGet(name, out var actor) ? null : new Actor(actor.Text("user"), actor.Text("host"), actor.Text("version"))
    {
        Build = actor.OptionalText("build"),
        BuildUrl = actor.OptionalText("buildUrl"),
        Commit = actor.OptionalText("commit"),
    };
}
