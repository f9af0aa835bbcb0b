using System.Text.Json;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Locking;

/// <summary>
/// The lock file: which state of a mirror a definition in Git means, small and made to be compared. The same state is the
/// same text, whenever and wherever it is written.
/// </summary>
/// <param name="path">Where it lies.</param>
internal sealed class LockFile(string path)
{
    /// <summary>What a lock file says in <c>format</c>.</summary>
    public const string Format = "chantal-lock";

    /// <summary>The format's version.</summary>
    public const int Version = 1;

    private const string FirstSeenMember = "firstSeen";

    /// <summary>
    /// The generation that the file names, and the name of its state without the advisories that it went with; or a <see cref="MirrorException"/> that says why it cannot be read.
    /// </summary>
    /// <param name="mirror">The mirror that it must be of.</param>
    public (GenerationId Generation, GenerationId State) Require(string mirror)
    {
        if (!File.Exists(path))
        {
            throw LockingDiagnostics.LockFileMissing(path);
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = json.RootElement;
            return root.GetProperty("format").GetString() == Format && root.GetProperty("version").GetInt32() == Version && root.GetProperty("mirror").GetString() == mirror
                && GenerationId.TryParse(root.GetProperty("generation").GetString()) is { } generation
                ? (generation, root.TryGetProperty("state", out var state) ? GenerationId.TryParse(state.GetString()) ?? throw new FormatException("its state is not a name") : generation)
                : throw LockingDiagnostics.LockFileUnreadable(path, $"it is not a '{Format} {Version}' of the mirror '{mirror}'");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw LockingDiagnostics.LockFileUnreadable(path, exception.Message, exception);
        }
    }

    /// <summary>The record of first sights that the file has; null: it does not have one, or cannot be read, which whoever needs the file says.</summary>
    public string? FirstSights()
    {
        try
        {
            return File.Exists(path) ? StrictJson.Read(File.ReadAllBytes(path), root => root.TryGet(FirstSeenMember, out var lines) ? string.Concat(lines.List(StrictJson.Text).Select(l => l + "\n")) : "") is { Length: > 0 } text ? text : null : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes what a generation is, unless the file says so already.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="generation">The generation.</param>
    /// <param name="generations">Where it is.</param>
    /// <param name="withPackages">Whether every package is listed.</param>
    /// <param name="firstSeen">The record of first sights, which goes with the packages; it may be missing.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Whether the file changed.</returns>
    public bool Write(string mirror, GenerationId generation, GenerationStore generations, bool withPackages, string firstSeen, CancellationToken cancellation)
    {
        var content = Compose(mirror, generation, generations, withPackages, firstSeen, cancellation);
        if (File.Exists(path) && File.ReadAllText(path) == content)
        {
            return false;
        }

        WholeFile.Write(path, content);
        return true;
    }

    private static string Compose(string mirror, GenerationId generation, GenerationStore generations, bool withPackages, string firstSeen, CancellationToken cancellation)
    {
        var (files, bytes, packages) = generations.Count(generation);
        var header = generations.Read(generation).Header;
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var package in withPackages ? generations.Files([generation], cancellation).Where(Shard.IsPackage).Select(e => e.Package!) : [])
        {
            names.Add($"{package.Name} {package.Version}{(package.Architecture is { } architecture ? $" {architecture}" : "")}");
        }

        return JsonOutput.ToText(json =>
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("version", Version);
            json.WriteString("mirror", mirror);
            json.WriteString("type", header.Type);
            json.WriteString("generation", generation.ToString());
            if (header.Advisories.Count > 0)
            {
                json.WriteString("state", new StateNames(generations).WithoutAdvisories(generation).ToString());
            }

            json.WriteNumber("files", files);
            json.WriteNumber("bytes", bytes);
            json.WriteNumber("packages", packages);
            json.WriteStartArray("roots");
            foreach (var root in header.Roots)
            {
                WriteRoot(json, root);
            }

            json.WriteEndArray();
            if (withPackages)
            {
                json.WriteList("packageList", [.. names]);
                json.WriteList(FirstSeenMember, File.Exists(firstSeen) ? File.ReadAllLines(firstSeen) : null);
            }

            json.WriteEndObject();
        });
    }

    private static void WriteRoot(Utf8JsonWriter json, PlanRoot root)
    {
        json.WriteStartObject();
        json.WriteString("path", root.Path);
        if (root.Date is { } date)
        {
            json.WriteString("date", date.UtcDateTime);
        }

        if (root.ValidUntil is { } until)
        {
            json.WriteString("validUntil", until.UtcDateTime);
        }

        json.WriteList("signers", root.Signers);
        json.WriteEndObject();
    }
}
