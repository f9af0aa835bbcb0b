using System.Globalization;
using Chantal.Definitions;

namespace Chantal.Apt.Release;

/// <summary>How long a Release counts: the property <c>CheckValidUntil</c>.</summary>
/// <param name="IsChecked">Whether one that is past its <c>Valid-Until</c> is refused.</param>
/// <param name="AsOf">The day as of which it, and the keys that signed it, are judged; null: now.</param>
internal sealed record ReleaseValidity(bool IsChecked, DateTimeOffset? AsOf)
{
    /// <summary>Now.</summary>
    public static ReleaseValidity Default { get; } = new(true, null);

    /// <summary>Reads <c>true</c>, <c>false</c> or a date.</summary>
    public static ReleaseValidity Read(DefinitionValues definition)
    {
        var text = definition.Text("CheckValidUntil").Trim();
        return bool.TryParse(text, out var isChecked) ? new ReleaseValidity(isChecked, null)
            : DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
                ? new ReleaseValidity(true, date)
                : throw DefinitionDiagnostics.Invalid("CheckValidUntil", text, "true, false, or a date such as 2019-06-01");
    }
}
