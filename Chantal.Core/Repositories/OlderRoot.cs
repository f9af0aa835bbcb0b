namespace Chantal.Repositories;

/// <summary>A signed root that is older than the one that is published.</summary>
/// <param name="Name">What messages call it, such as <c>the Release of 'bookworm'</c>.</param>
/// <param name="Path">Its part of the repository.</param>
/// <param name="Digest">SHA-256 of the signed text, in hexadecimal digits.</param>
/// <param name="Date">When upstream made it; null: it does not say.</param>
/// <param name="Published">When upstream made the published one.</param>
internal sealed record OlderRoot(string Name, string Path, string Digest, DateTimeOffset? Date, DateTimeOffset Published)
{
    /// <summary>Both dates, in words.</summary>
    public override string ToString() =>
        $"{Name} {(Date is { } date ? $"is of {Show(date)}" : "has no date")}, while the published one is of {Show(Published)}";

    private static string Show(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
