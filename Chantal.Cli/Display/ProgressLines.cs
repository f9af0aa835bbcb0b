using Chantal.Text;
using Chantal.Transfer;

namespace Chantal.Cli.Display;

/// <summary>
/// Writes how far mirrors are as lines that fit a terminal: one for each mirror, and one for all where there are several. Where a terminal is narrow,
/// the least important columns are left out and long names are cut in the middle.
/// </summary>
internal static class ProgressLines
{
    private const string Gap = "  ";
    private const int LeastBar = 8;
    private const int MostBar = 24;

    /// <summary>Writes the lines.</summary>
    /// <param name="run">How far the run is.</param>
    /// <param name="width">Columns of the terminal; the last one stays free, where some terminals begin a new line.</param>
    /// <param name="height">Lines of the terminal, of which half are used at most.</param>
    public static IReadOnlyList<string> Write(RunProgress run, int width, int height)
    {
        var room = Math.Max(1, width - 1);
        if (run.Mirrors.Count == 0 && run.Done == 0)
        {
            return [Middle.Cut($"{(run.HasBegun ? "working" : "reading the definitions")}{Since(run.Elapsed)}", room)];
        }

        var shown = run.Mirrors.Take(Math.Max(1, height / 2)).ToList();
        var rows = run.Mirrors.Count != 1 || run.Done > 0 ? [.. shown, All(run, run.Mirrors.Count - shown.Count)] : shown;
        var layout = new Layout(rows, room);
        return [.. rows.Select(row => Middle.Cut(layout.Write(row), room))];
    }

    private static MirrorProgress All(RunProgress run, int hidden)
    {
        var states = run.Mirrors.Select(m => m.Transfer).OfType<TransferState>().ToList();
        return new MirrorProgress("all", hidden > 0 ? $"{run.Done} done, {hidden} not shown" : $"{run.Done} done")
        {
            Transfer = states.Count == 0 ? null : new TransferState(
                "", false, states.Sum(s => s.FilesDone), states.Sum(s => s.FilesTotal), states.Sum(s => s.BytesDone), states.Any(s => s.BytesTotal is null) ? null : states.Sum(s => s.BytesTotal))
            {
                Rate = states.Sum(s => s.Rate),
                SecondsLeft = states.Max(s => s.SecondsLeft),
            },
        };
    }

    // Below a second nobody has begun to wait.
    private static string Since(TimeSpan elapsed) =>
        elapsed < TimeSpan.FromSeconds(1) ? "" : elapsed < TimeSpan.FromSeconds(10) ? $", {(int)elapsed.TotalSeconds} s" : $", {Quantity.Duration(elapsed)}";

    private static string Percent(TransferState state) => $"{(int)(100 * Share.Of(state))}%";

    private static string Left(TransferState state) => state.SecondsLeft is { } seconds ? $"{Quantity.Duration(TimeSpan.FromSeconds(seconds))} left" : "";

    private static string Bytes(TransferState state) => state.BytesTotal is { } total ? $"{Quantity.Bytes(state.BytesDone)} of {Quantity.Bytes(total)}" : Quantity.Bytes(state.BytesDone);

    private static string Files(TransferState state) => $"{state.FilesDone} of {Quantity.Count(state.FilesTotal, "file")}";

    private static string Bar(TransferState state, int width)
    {
        var full = (int)(Share.Of(state) * width);
        return new string('█', full) + new string('░', width - full);
    }

    /// <summary>Which columns the rows have, and how wide they are. A column's width hardly depends on what it holds just now, so that nothing jumps.</summary>
    private sealed class Layout
    {
        private readonly int _room;
        private readonly int _name;
        private readonly int _step;
        private readonly int _bar;
        private readonly List<(int Width, Func<TransferState, string> Write)> _columns = [];

        public Layout(IReadOnlyList<MirrorProgress> rows, int room)
        {
            var transfers = rows.Select(r => r.Transfer).OfType<TransferState>().ToList();
            _room = room;
            _name = Math.Min(rows.Max(r => r.Mirror.Length), Math.Max(8, room / 4));
            _step = rows.Where(r => r.Transfer is not null).Select(r => r.Step.Length).DefaultIfEmpty().Max();
            var rest = room - _name - Gap.Length - _step;

            // The most important one first; they stand in another order.
            var hasPercent = Fits("100%".Length);
            var hasLeft = Fits("59 min 59 s left".Length);
            var hasRate = Fits("1023.9 KiB/s".Length);
            var bytes = "1023.9 MiB".Length + transfers.Select(t => t.BytesTotal is { } total ? " of ".Length + Quantity.Bytes(total).Length : 0).DefaultIfEmpty().Max();
            var hasBytes = Fits(bytes);
            var hasBar = Fits(LeastBar);
            var files = transfers.Select(t => Files(t with { FilesDone = t.FilesTotal }).Length).DefaultIfEmpty().Max();
            var hasFiles = Fits(files);
            _bar = hasBar ? Math.Min(MostBar, LeastBar + rest) : 0;

            Add(hasPercent, "100%".Length, Percent);
            Add(hasBar, _bar, state => Bar(state, _bar));
            Add(hasFiles, files, Files);
            Add(hasBytes, bytes, Bytes);
            Add(hasRate, "1023.9 KiB/s".Length, state => Quantity.Rate(state.Rate));
            Add(hasLeft, "59 min 59 s left".Length, Left);

            bool Fits(int width)
            {
                if (rest < Gap.Length + width)
                {
                    return false;
                }

                rest -= Gap.Length + width;
                return true;
            }

            void Add(bool has, int width, Func<TransferState, string> write)
            {
                if (has)
                {
                    _columns.Add((width, write));
                }
            }
        }

        public string Write(MirrorProgress row)
        {
            var name = Middle.Cut(row.Mirror, _name).PadRight(_name) + Gap;
            if (row.Transfer is { } state && (row.Trouble is null || state.Rate > 0))
            {
                return $"{name}{row.Step.PadRight(_step)}{string.Concat(_columns.Select(c => Gap + c.Write(state).PadLeft(c.Width)))}".TrimEnd();
            }

            var fetched = row.Files > 0 ? $", {Quantity.Count(row.Files, "file")}, {Quantity.Bytes(row.Bytes)}" : "";
            var doing = $"{name}{row.Step}{fetched}";
            return row.Trouble is { } trouble ? $"{doing}: {Middle.Cut(trouble, Math.Max(1, _room - doing.Length - ": ".Length))}" : doing + Since(row.Elapsed);
        }
    }
}
