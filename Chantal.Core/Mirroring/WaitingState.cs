using System.Text.Json;
using Chantal.Plans;
using Chantal.Policy;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Mirroring;

/// <summary>A state that waits to be published, as a file of the mirror's state says it. Its ref keeps its content.</summary>
/// <param name="State">The state.</param>
/// <param name="Since">When the mirror stored it.</param>
/// <param name="Policy">What of it is too young, and when all of it is old enough.</param>
internal sealed record WaitingState(GenerationId State, DateTimeOffset Since, PlannedPolicy Policy)
{
    /// <summary>The state that waits; null: none does.</summary>
    public static WaitingState? Read(StoreLayout layout, string mirror)
    {
        var file = FileOf(layout, mirror);
        try
        {
            return File.Exists(file) ? StrictJson.Read(File.ReadAllBytes(file), root => GenerationId.TryParse(root.Text("state")) is { } state
                ? new WaitingState(state, root.Member("since").GetDateTimeOffset(), PolicyJson.Read(root.Member("policy"))) : throw new JsonException("the state is not a name")) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether the moment has passed from which it can be published.</summary>
    public bool IsOver(DateTimeOffset now) => Policy.Next is not { } until || until <= now;

    /// <summary>Writes it.</summary>
    public void Write(StoreLayout layout, string mirror) => WholeFile.Write(FileOf(layout, mirror), JsonOutput.ToText(json =>
    {
        json.WriteStartObject();
        json.WriteString("state", State.ToString());
        json.WriteString("since", Since);
        json.WritePropertyName("policy");
        PolicyJson.Write(json, Policy);
        json.WriteEndObject();
    }));

    /// <summary>Takes it away: nothing waits.</summary>
    public static void Remove(StoreLayout layout, string mirror) => File.Delete(FileOf(layout, mirror));

    private static string FileOf(StoreLayout layout, string mirror) => Path.Combine(layout.State(mirror), "waiting.json");
}
