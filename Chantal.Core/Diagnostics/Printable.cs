using System.Globalization;
using System.Text;

namespace Chantal.Diagnostics;

/// <summary>Makes text from upstream safe to print in a terminal, a log file and a build agent's console.</summary>
internal static class Printable
{
    /// <summary>Longest text kept, in characters; what is longer ends in an ellipsis.</summary>
    public const int MaxLength = 4000;

    /// <summary>
    /// Escapes control, format (bidirectional, zero-width) and unpaired surrogate characters as <c>\u{…}</c>, and breaks
    /// the marks that build agents obey (<c>##vso[</c>, <c>##[</c>, <c>::</c> at the start of a line).
    /// </summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= MaxLength && !NeedsEscaping(text))
        {
            return text;
        }

        var result = new StringBuilder(Math.Min(text.Length, MaxLength) + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (result.Length >= MaxLength)
            {
                result.Append('…');
                break;
            }

            if (IsUnsafe(rune))
            {
                result.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
            else
            {
                result.Append(rune.ToString());
            }
        }

        result.Replace("##", "#\u200a#");
        if (result.Length > 1 && result[0] == ':' && result[1] == ':')
        {
            result.Insert(1, '\u200a');
        }

        return result.ToString();
    }

    private static bool NeedsEscaping(string text)
    {
        if (text.Contains("##", StringComparison.Ordinal) || text.StartsWith("::", StringComparison.Ordinal))
        {
            return true;
        }

        foreach (var rune in text.EnumerateRunes())
        {
            if (IsUnsafe(rune))
            {
                return true;
            }
        }

        return false;
    }

    // EnumerateRunes turns an unpaired surrogate into the replacement character, so that too is caught here.
    private static bool IsUnsafe(Rune rune) => rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse;
}
