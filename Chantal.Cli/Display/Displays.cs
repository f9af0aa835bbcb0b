namespace Chantal.Cli.Display;

/// <summary>Chooses how a run is shown.</summary>
internal static class Displays
{
    /// <summary>The display for this terminal and these wishes.</summary>
    /// <param name="output">Standard output; standard error where the output is for programs.</param>
    /// <param name="errors">Standard error.</param>
    /// <param name="quiet">Whether only warnings and errors are wanted.</param>
    /// <param name="forPrograms">Whether standard output belongs to a program.</param>
    public static IDisplay Choose(TextWriter output, TextWriter errors, bool quiet, bool forPrograms) =>
        Is("TF_BUILD") && !forPrograms ? new AzureDisplay(output, quiet)
        : forPrograms || quiet || !IsTerminal(output) || !CanDraw ? new PlainDisplay(forPrograms ? errors : output, errors, quiet)
        : new LiveDisplay(new StreamWriter(Console.OpenStandardOutput(), Console.OutputEncoding, 1 << 14), Size, Environment.GetEnvironmentVariable("NO_COLOR") is null or "", TimeProvider.System);

    /// <summary>Whether what is written here goes to a terminal.</summary>
    public static bool IsTerminal(TextWriter output) => ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;

    // A terminal that a program made, such as script in a job, may have no size.
    private static bool CanDraw =>
        !Is("CI") && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb") && Size() is { Width: > 0, Height: > 0 };

    private static (int Width, int Height) Size() => (Console.WindowWidth, Console.WindowHeight);

    private static bool Is(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value && value != "0" && !value.Equals("false", StringComparison.OrdinalIgnoreCase);
}
