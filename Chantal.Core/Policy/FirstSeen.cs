using System.Globalization;
using System.Text;
using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Policy;

/// <summary>
/// When the mirror first saw each version that its upstream lists, by its own clock: all of them, and not only those that are selected, so that a package that is named later is as
/// old as it is. What a part of the upstream has when it is read for the first time counts as old. A version that is gone is remembered for a while, so that one that comes back is not new.
/// </summary>
internal sealed class FirstSeen
{
    private const string Format = "chantal-first-seen 1";
    private const string PartWord = "part";
    private const long Old = 0;

    // An upstream that takes a release back lists the one before again.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(400);

    private readonly Dictionary<string, Sight> _sights = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _parts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _opened = new(StringComparer.Ordinal);

    /// <summary>Nothing was seen, and nothing is remembered.</summary>
    public static FirstSeen Nothing => new();

    /// <summary>Reads a record; one that is damaged counts as none, which a warning says.</summary>
    /// <param name="file">The record.</param>
    /// <param name="otherwise">The text of a record that stands for one that is not there, as a lock file has it; null: there is none.</param>
    /// <param name="log">Hears of a damaged one.</param>
    public static FirstSeen Read(string file, Func<string?> otherwise, ILog log)
    {
        var seen = new FirstSeen();
        var text = File.Exists(file) ? File.ReadAllText(file) : otherwise();
        if (text is not null && !seen.Parse(text))
        {
            log.Warning(PolicyDiagnostics.RecordDamaged(file));
            return new FirstSeen();
        }

        return seen;
    }

    /// <summary>Whether a part is read for the first time.</summary>
    public bool Open(string part)
    {
        var name = Escape(part);
        _ = _opened.Add(name);
        return !_parts.Contains(name);
    }

    /// <summary>When a version was first seen; null: before the record begins.</summary>
    /// <param name="version">The version, which the upstream lists.</param>
    /// <param name="now">The time.</param>
    /// <param name="isFirstSight">Whether its part is read for the first time.</param>
    public DateTimeOffset? Of(UpstreamVersion version, DateTimeOffset now, bool isFirstSight)
    {
        var key = KeyOf(version);
        _ = _listed.Add(key);
        if (!_sights.TryGetValue(key, out var sight))
        {
            _sights.Add(key, sight = new Sight(isFirstSight ? Old : now.ToUnixTimeSeconds(), 0));
        }

        return sight.First == Old ? null : DateTimeOffset.FromUnixTimeSeconds(sight.First);
    }

    /// <summary>Writes the record, whole, if it says something new.</summary>
    /// <param name="file">The record.</param>
    /// <param name="now">The time.</param>
    /// <param name="isWhole">Whether all that the upstream lists was read: what was not is gone.</param>
    public void Write(string file, DateTimeOffset now, bool isWhole)
    {
        _parts.UnionWith(_opened);
        var time = now.ToUnixTimeSeconds();
        foreach (var (key, sight) in _sights.ToList())
        {
            var gone = _listed.Contains(key) || !isWhole ? 0 : sight.Gone > 0 ? sight.Gone : time;
            if (gone > 0 && gone + (long)Remembered.TotalSeconds < time)
            {
                _ = _sights.Remove(key);
            }
            else if (isWhole || _listed.Contains(key))
            {
                _sights[key] = sight with { Gone = gone };
            }
        }

        var text = ToText();
        if (!File.Exists(file) || File.ReadAllText(file) != text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            WholeFile.Write(file, text);
        }
    }

    private string ToText()
    {
        var text = new StringBuilder(Format).Append('\n');
        foreach (var part in _parts)
        {
            text.Append(PartWord).Append('\t').Append(part).Append('\n');
        }

        foreach (var (key, sight) in _sights.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{sight.First}\t{sight.Gone}\t{key}\n");
        }

        return text.ToString();
    }

    private bool Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines[0] != Format)
        {
            return false;
        }

        foreach (var line in lines.Skip(1).Where(l => l.Length > 0))
        {
            var words = line.Split('\t', 3);
            if (words is [PartWord, var part])
            {
                _ = _parts.Add(part);
            }
            else if (words is [var first, var gone, var key] && Time(first) is { } since && Time(gone) is { } until)
            {
                _sights[key] = new Sight(since, until);
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private static long? Time(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? time : null;

    private static string KeyOf(UpstreamVersion version) =>
        version.Part.Length == 0 ? $"{Escape(version.Name)}\t{Escape(version.Version)}" : $"{Escape(version.Name)}\t{Escape(version.Version)}\t{Escape(version.Part)}";

    // Text from upstream: a line of the record is one version.
    private static string Escape(string text) => text.AsSpan().ContainsAny('\t', '\n', '\r') ? text.Replace('\t', ' ').Replace('\n', ' ').Replace('\r', ' ') : text;

    private readonly record struct Sight(long First, long Gone);
}
