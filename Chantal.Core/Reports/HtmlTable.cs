namespace Chantal.Reports;

/// <summary>A column of a table.</summary>
/// <param name="Title">Its head, which on narrow screens stands beside each of its cells.</param>
/// <param name="Write">Writes a row's cell.</param>
/// <param name="IsNumber">Whether it is aligned to the right.</param>
internal sealed record Column<T>(string Title, Action<HtmlWriter, T> Write, bool IsNumber = false);

/// <summary>
/// A table that narrow screens show as a card a row. The roles are what the elements have anyway, but browsers take them away where a
/// style sheet makes blocks of rows.
/// </summary>
internal static class HtmlTable
{
    /// <summary>Writes the table; the first column names the rows.</summary>
    public static void Write<T>(HtmlWriter html, string caption, IReadOnlyList<Column<T>> columns, IEnumerable<T> rows)
    {
        using var table = html.Open("table", ("role", "table"));
        html.Element("caption", caption);
        using (html.Open("thead", ("role", "rowgroup")))
        using (html.Open("tr", ("role", "row")))
        {
            foreach (var column in columns)
            {
                html.Element("th", column.Title, ("role", "columnheader"), ("scope", "col"), ("class", Class(column)));
            }
        }

        using var body = html.Open("tbody", ("role", "rowgroup"));
        foreach (var row in rows)
        {
            using var open = html.Open("tr", ("role", "row"));
            for (var i = 0; i < columns.Count; i++)
            {
                using var cell = i == 0
                    ? html.Open("th", ("role", "rowheader"), ("scope", "row"))
                    : html.Open("td", ("role", "cell"), ("class", Class(columns[i])), ("data-label", columns[i].Title));

                // One box beside the label, whatever the cell holds.
                using var content = html.Open("div");
                columns[i].Write(html, row);
            }
        }
    }

    private static string Class<T>(Column<T> column) => column.IsNumber ? "number" : "text";
}
