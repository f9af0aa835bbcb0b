using System.Globalization;
using Chantal.Definitions;
using Chantal.Repositories;

namespace Chantal.Snapshots;

/// <summary>What a snapshot takes on top of another one.</summary>
/// <param name="Base">The snapshot or channel that it is on top of.</param>
/// <param name="From">The state that it takes from.</param>
/// <param name="Request">What it takes.</param>
internal sealed record HotFixOptions(string Base, string From, TakeRequest Request)
{
    private static readonly string[] Filters = ["Take", "Until", "Only", "Severity"];

    /// <summary>Reads what a run says; null: the snapshot is of the heads.</summary>
    public static HotFixOptions? Read(DefinitionValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var given = Filters.FirstOrDefault(f => values.TextOrNull(f) is not null);
        if (values.TextOrNull("Base") is not { } @base)
        {
            return given is null ? null : throw SnapshotDiagnostics.TakeIncomplete(given, "Base");
        }

        if (given is null)
        {
            throw SnapshotDiagnostics.TakeIncomplete("Base", "Take");
        }

        return new HotFixOptions(@base, values.TextOrNull("From") ?? StateName.Head, new TakeRequest(values.List("Take"))
        {
            Until = values.TextOrNull("Until") is { } day ? ReadDay(day) : null,
            OnlySecurity = values.ChoiceOrNull<AdvisoryKind>("Only") is not null,
            Severity = values.ChoiceOrNull<AdvisorySeverity>("Severity"),
        });
    }

    private static DateOnly ReadDay(string day) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw SnapshotDiagnostics.DayInvalid(day);
}
