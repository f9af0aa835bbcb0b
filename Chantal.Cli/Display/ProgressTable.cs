using Chantal.Text;
using Chantal.Transfer;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Chantal.Cli.Display;

/// <summary>Draws how far mirrors are: a line each, and one for all where there are several.</summary>
internal static class ProgressTable
{
    private const int BarWidth = 24;

    /// <summary>Draws them.</summary>
    /// <param name="mirrors">Those at work.</param>
    /// <param name="done">How many have ended.</param>
    /// <param name="room">Lines there are on the terminal.</param>
    public static IRenderable Draw(IReadOnlyList<MirrorProgress> mirrors, int done, int room)
    {
        var grid = new Grid().Collapse();
        for (var column = 0; column < 6; column++)
        {
            grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 2, 0), Alignment = column is 0 or 1 or 2 ? Justify.Left : Justify.Right });
        }

        var shown = mirrors.Take(Math.Max(1, room - 2)).ToList();
        foreach (var mirror in shown)
        {
            grid.AddRow(Row(mirror.Mirror, mirror.Step, mirror.State, mirror.Rate, mirror.SecondsLeft));
        }

        if (mirrors.Count + done > 1)
        {
            var more = mirrors.Count > shown.Count ? $", {mirrors.Count - shown.Count} more at work" : "";
            grid.AddRow(Row("all", $"{done} done{more}", Sum(mirrors), mirrors.Sum(m => m.Rate), mirrors.Max(m => m.SecondsLeft)));
        }

        return grid;
    }

    private static Spectre.Console.Text[] Row(string name, string step, TransferState? state, double rate, double? left) =>
    [
        new(name), new(step, new Style(decoration: Decoration.Dim)), new(state is null ? "" : Bar(Share.Of(state))),
        new(state is null ? "" : $"{state.FilesDone} of {Quantity.Count(state.FilesTotal, "file")}"),
        new(state is null ? "" : state.BytesTotal is { } total ? $"{Quantity.Bytes(state.BytesDone)} of {Quantity.Bytes(total)}" : Quantity.Bytes(state.BytesDone)),
        new(state is null ? "" : left is { } seconds && seconds < TimeSpan.FromDays(100).TotalSeconds ? $"{Quantity.Rate(rate)}, {Quantity.Duration(TimeSpan.FromSeconds(seconds))} left" : Quantity.Rate(rate)),
    ];

    private static string Bar(double share)
    {
        var full = (int)(share * BarWidth);
        return $"{new string('█', full)}{new string('░', BarWidth - full)} {(int)(100 * share),3}%";
    }

    private static TransferState? Sum(IReadOnlyList<MirrorProgress> mirrors)
    {
        var states = mirrors.Select(m => m.State).OfType<TransferState>().ToList();
        return states.Count == 0 ? null : new TransferState(
            "", false, states.Sum(s => s.FilesDone), states.Sum(s => s.FilesTotal), states.Sum(s => s.BytesDone), states.Any(s => s.BytesTotal is null) ? null : states.Sum(s => s.BytesTotal));
    }
}
