using System.Text.Json;
using Chantal.Plans;

namespace Chantal.Store;

/// <summary>A state of the upstream that somebody accepted by its name, with <c>Accept</c>, as it is kept.</summary>
/// <param name="State">The name.</param>
/// <param name="Reason">What was suspicious.</param>
/// <param name="By">Who ran the sync, and where, in a line.</param>
internal sealed record RecordedAcceptance(string State, string Reason, string By)
{
    /// <summary>Who that was, by parts; null in records of versions that did not say it.</summary>
    public Actor? Actor { get; init; }

    /// <summary>Writes a member; nothing if nothing was accepted.</summary>
    public static void Write(Utf8JsonWriter writer, RecordedAcceptance? accepted)
    {
        if (accepted is null)
        {
            return;
        }

        writer.WriteStartObject("accepted");
        writer.WriteString("state", accepted.State);
        writer.WriteString("reason", accepted.Reason);
        writer.WriteString("by", accepted.By);
        ActorJson.Write(writer, "actor", accepted.Actor);
        writer.WriteEndObject();
    }

    /// <summary>Reads the member; null if it is absent.</summary>
    public static RecordedAcceptance? Read(JsonElement parent) => !parent.TryGet("accepted", out var accepted) ? null
        : new RecordedAcceptance(accepted.Text("state"), accepted.Text("reason"), accepted.Text("by")) { Actor = ActorJson.Read(accepted, "actor") };
}
