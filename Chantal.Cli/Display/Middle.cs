namespace Chantal.Cli.Display;

/// <summary>Shortens text where it matters least: names differ at their beginning and their end.</summary>
internal static class Middle
{
    /// <summary>The text, with an ellipsis in the middle where it is longer than the width.</summary>
    public static string Cut(string text, int width) =>
        text.Length <= width ? text : $"{text.AsSpan(0, width / 2)}…{text.AsSpan(text.Length - ((width - 1) / 2))}";
}
