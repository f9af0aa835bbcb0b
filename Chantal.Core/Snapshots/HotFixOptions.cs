using System.Globalization;
using Chantal.Repositories;

namespace Chantal.Snapshots;

/// <summary>What a snapshot takes on top of another one.</summary>
/// <param name="Base">The snapshot or channel that it is on top of.</param>
/// <param name="From">The state that it takes from.</param>
/// <param name="Request">What it takes.</param>
internal sealed record HotFixOptions(string Base, string From, TakeRequest Request)
{
    /// <summary>Checks what a run says; null: the snapshot is of the heads.</summary>
    /// <param name="base">The base, or null.</param>
    /// <param name="from">The source, or null for the head.</param>
    /// <param name="request">What is taken.</param>
    public static HotFixOptions? Create(string? @base, string? from, TakeRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return (@base, request.IsEmpty) switch
        {
            (null, true) => null,
            (null, false) => throw SnapshotDiagnostics.TakeIncomplete(request.HasFilters ? "A filter of advisories" : "Take", "Base"),
            (_, true) => throw SnapshotDiagnostics.TakeIncomplete("Base", "Take"),
            _ => new HotFixOptions(@base, from ?? StateName.Head, request),
        };
    }

    /// <summary>Reads the day up to which advisories are taken; null: any.</summary>
    public static DateOnly? ReadDay(string? day) =>
        day is null ? null
        : DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : throw SnapshotDiagnostics.DayInvalid(day);
}
