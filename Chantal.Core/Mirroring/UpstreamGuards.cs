using System.Globalization;
using System.Text;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.OpenPgp;
using Chantal.Repositories;
using Chantal.Text;
using Chantal.Transfer;

namespace Chantal.Mirroring;

/// <summary>
/// Looks at what is known of an upstream after it was asked, new or not: how old its state is, and what ends soon that the next syncs need. It reads what is noted beside
/// the roots, and no root.
/// </summary>
/// <param name="mirror">The mirror.</param>
/// <param name="definition">What the definition says.</param>
internal sealed class UpstreamGuards(MirrorContext mirror, DefinitionValues definition)
{
    private readonly string _state = mirror.Layout.State(mirror.Mirror);

    /// <summary>Warns of what ends, and judges how old the upstream's state is.</summary>
    /// <returns>The acceptance, if it is only taken because of one.</returns>
    /// <exception cref="MirrorException">It is too old.</exception>
    public Acceptance? Judge()
    {
        var guard = new Guard(definition, () => NameOf(Roots()), mirror.Log);
        var (lag, mode) = (definition.TextOrNull("MaxLag") is null ? TimeSpan.Zero : definition.Duration("MaxLag"), guard.ModeOf("OnMaxLag"));
        if (definition.Duration("ExpiryNotice") is var notice && notice > TimeSpan.Zero)
        {
            WarnOfEnds(notice);
        }

        return lag > TimeSpan.Zero && mode != GuardMode.Off ? JudgeLag(guard, mode, lag) : null;
    }

    private IEnumerable<(string Path, RootState State)> Roots() => RootDirectory.States(Path.Combine(_state, "roots"));

    private static string NameOf(IEnumerable<(string Path, RootState State)> roots) =>
        UpstreamState.NameOf(roots.Select(r => (r.Path, string.Join(' ', r.State.Files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Value.Sha256)))));

    // The newest root counts: parts of an upstream may rest for months, and an upstream that stopped makes nothing new at all.
    private Acceptance? JudgeLag(Guard guard, GuardMode mode, TimeSpan lag)
    {
        var accepted = Path.Combine(_state, "accepted-lag.txt");
        if (Roots().Max(r => r.State.Date) is not { } date || mirror.Clock.GetUtcNow() - date <= lag || (File.Exists(accepted) && File.ReadAllText(accepted) == NameOf(Roots())))
        {
            return null;
        }

        var age = mirror.Clock.GetUtcNow() - date;
        guard.Add(mode, $"the upstream's state is {Quantity.Duration(age)} old", () => GuardDiagnostics.OldUpstream(mirror.Mirror, date, age, lag), state => GuardDiagnostics.UpstreamLags(mirror.Mirror, date, age, lag, state));
        var acceptance = guard.Conclude();
        if (acceptance is not null)
        {
            // The state stays old when it is published: it is not asked about again.
            WholeFile.Write(accepted, acceptance.State);
        }

        return acceptance;
    }

    private void WarnOfEnds(TimeSpan notice)
    {
        var now = mirror.Clock.GetUtcNow();
        var roots = Roots().ToList();
        foreach (var (path, state) in roots)
        {
            // What is renewed every few days is always near its end: only what was not renewed in time is worth a word.
            var early = state.Date is { } made && state.ValidUntil is { } last && (last - made) / 4 is var part && part < notice ? part : notice;
            // What has ended is said by the format, as its words have it.
            if (state.ValidUntil is { } until && until > now && until - now < early)
            {
                mirror.Log.Warning(GuardDiagnostics.MetadataEnds(mirror.Mirror, path, until, now));
            }
        }

        var ends = KeyEnds(roots, now);
        foreach (var key in roots.Where(r => r.State.Signers.Count > 0 && r.State.Signers.All(ends.ContainsKey)).Select(r => r.State.Signers.MaxBy(s => ends[s])!).Distinct(StringComparer.Ordinal))
        {
            if (ends[key] - now < notice)
            {
                mirror.Log.Warning(GuardDiagnostics.KeyEnds(mirror.Mirror, key, ends[key], now));
            }
        }

        if (definition.PathOrNull("ClientCertificate") is { } certificate && ClientCertificateEnd.Of(certificate) is { } end && end - now < notice)
        {
            mirror.Log.Warning(GuardDiagnostics.CertificateEnds(mirror.Mirror, certificate, end, now));
        }
    }

    // To read keyrings costs more than a sync with nothing new does, so that their ends are noted.
    private Dictionary<string, DateTimeOffset> KeyEnds(List<(string Path, RootState State)> roots, DateTimeOffset now)
    {
        var signers = roots.SelectMany(r => r.State.Signers).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (signers.Count == 0)
        {
            return [];
        }

        var file = Path.Combine(_state, "key-ends.txt");
        var identity = string.Join(' ', roots.Select(r => r.State.Keyring).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Concat(signers));
        if (Read(file, identity) is { } known)
        {
            return known;
        }

        var ends = KeyEnd.Of(KeyringFile.ParseList(definition.Text("SignedBy"), definition.PathOf(".")), signers, now);
        var text = new StringBuilder(identity).Append('\n');
        foreach (var (key, end) in ends)
        {
            text.Append(CultureInfo.InvariantCulture, $"{key} {end.ToUnixTimeSeconds()}\n");
        }

        WholeFile.Write(file, text.ToString());
        return ends.ToDictionary(StringComparer.Ordinal);
    }

    private static Dictionary<string, DateTimeOffset>? Read(string file, string identity)
    {
        var lines = File.Exists(file) ? File.ReadAllLines(file) : [];
        if (lines.FirstOrDefault() != identity)
        {
            return null;
        }

        var ends = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var words in lines.Skip(1).Select(l => l.Split(' ')))
        {
            if (words.Length != 2 || !long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                return null;
            }

            ends[words[0]] = DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        return ends;
    }
}
