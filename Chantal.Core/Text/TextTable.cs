using System.Text;

namespace Chantal.Text;

/// <summary>A table of plain text: columns as wide as they need to be.</summary>
internal static class TextTable
{
    /// <summary>Writes rows, of which the first is the head; a column that begins with <c>&gt;</c> in it is aligned to the right.</summary>
    public static string Write(IReadOnlyList<string[]> rows)
    {
        var right = rows[0].Select(c => c.StartsWith('>')).ToArray();
        var table = rows.Select((row, at) => at == 0 ? row.Select(c => c.TrimStart('>')).ToArray() : row).ToList();
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => table.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in table)
        {
            text.Append(string.Join("  ", row.Select((cell, column) => right[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
