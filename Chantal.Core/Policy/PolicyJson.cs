using System.Text.Json;
using Chantal.Plans;

namespace Chantal.Policy;

/// <summary>What the policy did to a plan, for programs: a part of <c>chantal-plan-summary</c>.</summary>
internal static class PolicyJson
{
    /// <summary>Writes an object.</summary>
    public static void Write(Utf8JsonWriter json, PlannedPolicy policy)
    {
        json.WriteStartObject();
        json.WriteOptional("asOf", policy.AsOf);
        json.WriteOptional("changesNext", policy.Next);
        json.WriteStartObject("counts");
        foreach (var (ruling, count) in policy.Counts)
        {
            json.WriteNumber(NameOf(ruling), count);
        }

        json.WriteEndObject();
        json.WriteList("versions", policy.Lines, WriteLine);
        json.WriteEndObject();
    }

    /// <summary>Reads it.</summary>
    public static PlannedPolicy Read(JsonElement policy) => new(
        policy.Member("versions").List(ReadLine), policy.Member("counts").EnumerateObject().ToDictionary(c => RulingOf(c.Name), c => c.Value.GetInt32()), policy.OptionalTime("changesNext"))
    {
        AsOf = policy.OptionalTime("asOf"),
    };

    private static void WriteLine(Utf8JsonWriter json, PolicyLine line)
    {
        json.WriteStartObject();
        json.WriteString("ruling", NameOf(line.Ruling));
        json.WriteString("name", line.Name);
        json.WriteString("version", line.Version);
        json.WriteString("why", line.Why);
        json.WriteOptional("until", line.Until);
        json.WriteEndObject();
    }

    private static PolicyLine ReadLine(JsonElement line) => new(RulingOf(line.Text("ruling")), line.Text("name"), line.Text("version"), line.Text("why"), line.OptionalTime("until"));

    private static string NameOf(Ruling ruling) => JsonNamingPolicy.CamelCase.ConvertName(ruling.ToString());

    private static Ruling RulingOf(string name) => Enum.GetValues<Ruling>().Where(r => NameOf(r) == name).Cast<Ruling?>().FirstOrDefault() ?? throw new JsonException($"'{name}' is not a ruling");
}
