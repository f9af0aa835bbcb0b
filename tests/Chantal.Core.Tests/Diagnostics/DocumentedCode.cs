using System.Globalization;
using System.Reflection;
using System.Text;
using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Diagnostics;

/// <summary>The rows of docs/diagnostics.md, as attributes have them.</summary>
internal static class DocumentedCode
{
    private static readonly string[] Areas =
        ["network", "definition", "signature and integrity", "store and publishing", "formats", "snapshots and the life of the store"];

    private static readonly Type[] Types = typeof(DiagnosticCodes).Assembly.GetTypes();

    /// <summary>The methods that have a row.</summary>
    public static IEnumerable<MethodInfo> Methods => Types
        .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(m => m.IsDefined(typeof(DocumentedAttribute)));

    /// <summary>All rows, in the order of their codes.</summary>
    public static IReadOnlyList<DocumentedAttribute> All { get; } =
        [.. Methods.SelectMany(m => m.GetCustomAttributes<DocumentedAttribute>(inherit: false)).OrderBy(d => d.Code, StringComparer.Ordinal)];

    /// <summary>The tables, one an area.</summary>
    public static string Write()
    {
        var text = new StringBuilder();
        foreach (var area in All.GroupBy(d => d.Code["CHANTAL".Length] - '0'))
        {
            text.Append(CultureInfo.InvariantCulture, $"{(text.Length > 0 ? "\n" : "")}## {area.Key}: {Areas[area.Key - 1]}\n\n| code | what happened | what to do |\n|---|---|---|\n");
            foreach (var row in area)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {row.Code} | {(row.Severity == Severity.Warning ? "Warning: " : "")}{row.Happened} | {row.Advice} |\n");
            }
        }

        return text.ToString();
    }
}
