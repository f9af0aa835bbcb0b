using System.Globalization;
using System.Text;

namespace Chantal.Cli.Display;

/// <summary>
/// Keeps a few lines at the end of a terminal, which are drawn over and over; other lines scroll by above them. The cursor rests where these lines begin:
/// a terminal that is made narrower or wider moves it along with the text there, so that wiping from the cursor on leaves nothing behind.
/// </summary>
/// <param name="output">The terminal. Each change is one flush.</param>
internal sealed class LiveLines(TextWriter output)
{
    private const string HideCursor = "\u001b[?25l";
    private const string ShowCursor = "\u001b[?25h";

    // A blank first: tmux takes wiping a whole screen, from its very beginning, for a wish to keep it in the scrollback.
    private const string Wipe = "\r \u001b[J\r";
    private const string NoWrap = "\u001b[?7l";
    private const string Wrap = "\u001b[?7h";

    private IReadOnlyList<string> _lines = [];
    private (int, int) _size;

    /// <summary>Draws the lines, below others that stay.</summary>
    /// <param name="said">Lines that stay; a terminal breaks long ones.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="size">The size of the terminal, for which they are made.</param>
    public void Draw(IReadOnlyList<string> said, IReadOnlyList<string> lines, (int Width, int Height) size)
    {
        if (said.Count == 0 && size == _size && lines.SequenceEqual(_lines))
        {
            return;
        }

        (_lines, _size) = (lines, size);
        var frame = new StringBuilder(HideCursor + Wipe);
        foreach (var line in said)
        {
            frame.Append(line).Append('\n');
        }

        // The terminal may be narrower by now: what does not fit any more is dropped, and the count of lines stays right.
        frame.Append(NoWrap).AppendJoin('\n', lines).Append(Wrap).Append('\r');
        if (lines.Count > 1)
        {
            frame.Append(CultureInfo.InvariantCulture, $"\u001b[{lines.Count - 1}A");
        }

        Send(frame.ToString());
    }

    /// <summary>Takes the lines away.</summary>
    /// <param name="said">Lines that stay.</param>
    public void Close(IReadOnlyList<string> said) => Send($"{Wipe}{string.Concat(said.Select(line => line + "\n"))}{ShowCursor}");

    private void Send(string text)
    {
        output.Write(text);
        output.Flush();
    }
}
