using System.Text.Json;
using Chantal.Plans;
using Chantal.Policy;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Mirroring;

/// <summary>What the policy did to the mirror's plan, in a file of its state: there is one where it did anything. It says when the plan is outdated by the clock alone.</summary>
internal static class PolicyRecord
{
    private const string Name = "policy.json";

    /// <summary>Writes it, or removes it where there is nothing to say.</summary>
    public static void Write(StoreLayout layout, string mirror, PolicyReport report, DateTimeOffset now)
    {
        if (report.Lines.Count == 0)
        {
            File.Delete(FileOf(layout, mirror));
            return;
        }

        WholeFile.Write(FileOf(layout, mirror), JsonOutput.ToText(json => PolicyJson.Write(json, PlannedPolicy.Of(report, now))));
    }

    /// <summary>What is said of the plan and of the state that waits.</summary>
    public static PlannedPolicy ReadAll(StoreLayout layout, string mirror)
    {
        var (planned, waiting) = (Read(layout, mirror), WaitingState.Read(layout, mirror)?.Policy);
        return waiting is null ? planned : new PlannedPolicy(
            [.. planned.Lines.Concat(waiting.Lines).OrderBy(l => l.Ruling)],
            planned.Counts.Concat(waiting.Counts).GroupBy(c => c.Key).OrderBy(g => g.Key).ToDictionary(g => g.Key, g => g.Sum(c => c.Value)),
            planned.Next is { } next && next < waiting.Next ? next : waiting.Next)
        {
            AsOf = planned.AsOf,
        };
    }

    /// <summary>Reads it.</summary>
    public static PlannedPolicy Read(StoreLayout layout, string mirror)
    {
        var file = FileOf(layout, mirror);
        try
        {
            return File.Exists(file) ? StrictJson.Read(File.ReadAllBytes(file), PolicyJson.Read) : PlannedPolicy.Nothing;
        }
        catch (JsonException)
        {
            return PlannedPolicy.Nothing;
        }
    }

    /// <summary>Whether the moment at which the plan changes by the clock has passed. A file that cannot be read says that it has.</summary>
    public static bool IsOutdated(StoreLayout layout, string mirror, DateTimeOffset now)
    {
        var file = FileOf(layout, mirror);
        if (WaitingState.Read(layout, mirror)?.IsOver(now) == true)
        {
            return true;
        }

        if (!File.Exists(file))
        {
            return false;
        }

        var policy = Read(layout, mirror);
        return policy == PlannedPolicy.Nothing || policy.Next <= now;
    }

    private static string FileOf(StoreLayout layout, string mirror) => Path.Combine(layout.State(mirror), Name);
}
