using System.Text.Json;
using Chantal.Plans;

namespace Chantal.Reasons;

/// <summary>Writes for programs why mirrors have a package, or do not: <c>chantal-why</c>, version 1.</summary>
internal static class ReasonJson
{
    /// <summary>Writes what was found out.</summary>
    public static string Write(IReadOnlyList<PackageReasons> all) => JsonOutput.ToText(json =>
    {
        json.WriteStartObject();
        json.WriteString("format", "chantal-why");
        json.WriteNumber("version", 1);
        json.WriteList("mirrors", all, Write);
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, PackageReasons reasons)
    {
        json.WriteStartObject();
        json.WriteString("mirror", reasons.Mirror);
        json.WriteString("type", reasons.Type);
        json.WriteString("package", reasons.Package);
        json.WriteBoolean("filtered", reasons.IsFiltered);
        json.WriteOptional("nearest", reasons.Nearest);
        json.WriteOptional("said", reasons.Said);
        json.WriteList("states", reasons.States, Write);
        json.WriteList("versions", reasons.Versions, Write);
        json.WriteList("onlyForIt", reasons.OnlyForIt, (writer, version) =>
        {
            writer.WriteStartObject();
            Write(writer, version.Package);
            writer.WriteNumber("size", version.Size);
            writer.WriteEndObject();
        });
        json.WriteList("sentences", ReasonText.Sentences(reasons));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, StateWithPackage state)
    {
        json.WriteStartObject();
        json.WriteString("state", state.Name);
        json.WriteOptional("since", state.Since);
        json.WriteNumber("bytes", state.Bytes);
        json.WriteList("channels", state.Channels);
        json.WriteList("packages", state.Packages, (writer, package) =>
        {
            writer.WriteStartObject();
            Write(writer, package);
            writer.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ExplainedVersion version)
    {
        json.WriteStartObject();
        Write(json, version.Version.Package);
        json.WriteBoolean("taken", version.Version.IsTaken);
        json.WriteString("cause", JsonNamingPolicy.CamelCase.ConvertName(version.Version.Cause.ToString()));
        json.WriteOptional("detail", version.Version.Detail);
        json.WriteList("chain", [.. version.Chain.Select(c => c.Package.Name)]);
        json.WriteList("neededBy", version.NeededBy);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PackageIdentity package)
    {
        json.WriteString("name", package.Name);
        json.WriteString("version", package.Version);
        json.WriteOptional("architecture", package.Architecture);
    }
}
