using System.Globalization;

namespace Chantal.Definitions;

/// <summary>How values of a kind look, as a pattern that both JSON Schema and XML Schema understand: what <see cref="PropertyValue"/> reads, and nothing else.</summary>
internal static class ValuePattern
{
    /// <summary>The pattern, for the whole of a value without white space around it; null: any text will do.</summary>
    public static string? Of(TermKind kind) => kind switch
    {
        TermKind.Flag => AnyCase(["true", "false"]),
        TermKind.Duration => "0|[0-9]+[smhd]",
        TermKind.Bytes => "([0-9]+[.]?[0-9]*|[.][0-9]+)[KMGkmg]?",
        TermKind.Limit => "[0-9]+|([0-9]+[.]?[0-9]*|[.][0-9]+) *%",
        TermKind.Share => "([0-9]+[.]?[0-9]*|[.][0-9]+) *%",
        _ => null,
    };

    /// <summary>Words in any case.</summary>
    public static string AnyCase(IEnumerable<string> words) => string.Join('|', words.Select(w => string.Concat(w.Select(c => $"[{char.ToUpper(c, CultureInfo.InvariantCulture)}{char.ToLower(c, CultureInfo.InvariantCulture)}]"))));

    /// <summary>Values that show how one looks, for editors that offer them.</summary>
    public static IReadOnlyList<string> Examples(TermKind kind) => kind switch
    {
        TermKind.Duration => ["90s", "30m", "36h", "3d"],
        TermKind.Bytes => ["500K", "10M", "1.5G"],
        TermKind.Share => ["10%", "2.5%"],
        TermKind.Limit => ["10%", "500"],
        _ => [],
    };
}
