using System.Collections.Immutable;
using Chantal.Plans;
using Chantal.PyPI.Distributions;
using Chantal.Transfer.Origins;

namespace Chantal.PyPI.Requirements;

/// <summary>Reads requirements files and all that they include.</summary>
/// <param name="read">The text of a file, or null if it does not exist.</param>
/// <param name="environment">The value of an environment variable, or null.</param>
internal sealed class RequirementsFileReader(Func<string, string?> read, Func<string, string?> environment)
{
    private const int MaxFiles = 1000;
    private const int MaxDepth = 50;

    private readonly ImmutableArray<RequirementsFileLine>.Builder _requirements = ImmutableArray.CreateBuilder<RequirementsFileLine>();
    private readonly ImmutableArray<RequirementsFileLine>.Builder _constraints = ImmutableArray.CreateBuilder<RequirementsFileLine>();
    private readonly ImmutableArray<string>.Builder _notes = ImmutableArray.CreateBuilder<string>();
    private readonly HashSet<(string Path, bool IsConstraint)> _seen = [];
    private readonly List<string> _open = [];
    private RequirementFormats _formats = RequirementFormats.Default;
    private bool _preReleases;
    private bool _requireHashes;

    /// <summary>Reads one file, and what it includes.</summary>
    public void Read(string file) => Read(Path.GetFullPath(file), isConstraint: false, includedBy: null);

    /// <summary>Reads one file of constraints, and what it includes.</summary>
    public void ReadConstraints(string file) => Read(Path.GetFullPath(file), isConstraint: true, includedBy: null);

    /// <summary>What was read.</summary>
    public RequirementsFile Result()
    {
        if (_requireHashes && _requirements.FirstOrDefault(HasNoHash) is { } line)
        {
            throw RequirementDiagnostics.HashMissing(line);
        }

        return new RequirementsFile
        {
            Requirements = _requirements.ToImmutable(),
            Constraints = _constraints.ToImmutable(),
            PreReleases = _preReleases,
            RequireHashes = _requireHashes,
            Formats = _formats,
            Notes = _notes.ToImmutable(),
        };
    }

    private bool HasNoHash(RequirementsFileLine line) =>
        line.Hashes.IsEmpty && !_constraints.Any(c => c.Requirement.Name == line.Requirement.Name && !c.Hashes.IsEmpty);

    private void Read(string file, bool isConstraint, string? includedBy)
    {
        if (_open.Contains(file))
        {
            throw RequirementDiagnostics.InclusionCircular(includedBy, [.. _open, file]);
        }

        // Twice the same adds nothing, and could take exponential time.
        if (!_seen.Add((file, isConstraint)))
        {
            return;
        }

        if (_seen.Count > MaxFiles || _open.Count == MaxDepth)
        {
            throw RequirementDiagnostics.InclusionTooDeep(includedBy, MaxFiles, MaxDepth);
        }

        var text = read(file) ?? throw RequirementDiagnostics.FileMissing(file, includedBy);
        _open.Add(file);
        foreach (var (number, line) in RequirementsFileText.Lines(text, environment))
        {
            ReadLine(line, file, number, isConstraint);
        }

        _open.RemoveAt(_open.Count - 1);
    }

    private void ReadLine(string line, string file, int number, bool isConstraint)
    {
        var place = $"{file}, line {number}";
        var end = EndOfRequirement(line);
        var text = line[..end].TrimEnd();
        if (!RequirementsFileText.TrySplit(line.AsSpan(end), out var words))
        {
            throw RequirementDiagnostics.QuoteUnclosed(place);
        }

        var requirement = text.Length == 0 ? null : ReadRequirement(text, place);
        var hashes = ImmutableArray.CreateBuilder<Checksum>();
        for (var at = 0; at < words.Count;)
        {
            var word = words[at];
            if (!RequirementsFileOption.TryTake(words, ref at, out var option, out var value))
            {
                throw RequirementDiagnostics.OptionUnknown(place, word.Split('=')[0]);
            }

            if (option.IsOfRequirement == (requirement is null))
            {
                throw requirement is null ? RequirementDiagnostics.OptionAlone(place, option.Name) : RequirementDiagnostics.OptionAfterRequirement(place, option.Name);
            }

            if (option.Effect == RequirementsFileEffect.Hash)
            {
                hashes.Add(ReadHash(value, place));
            }
            else
            {
                Apply(option, value, file, place);
            }
        }

        if (requirement is not null)
        {
            (isConstraint ? _constraints : _requirements).Add(new RequirementsFileLine(requirement, hashes.ToImmutable(), file, number));
        }
    }

    private void Apply(RequirementsFileOption option, string value, string file, string place)
    {
        switch (option.Effect)
        {
            case RequirementsFileEffect.Include:
            case RequirementsFileEffect.Constrain:
                if (value.Contains("://", StringComparison.Ordinal))
                {
                    throw RequirementDiagnostics.FileNotOnDisk(place, Shown(value));
                }

                Read(Path.GetFullPath(value, Path.GetDirectoryName(file)!), option.Effect == RequirementsFileEffect.Constrain, place);
                break;
            case RequirementsFileEffect.PreReleases:
                _preReleases = true;
                break;
            case RequirementsFileEffect.RequireHashes:
                _requireHashes = true;
                break;
            case RequirementsFileEffect.NoBinary:
                _formats = _formats.OnlySources(value);
                break;
            case RequirementsFileEffect.OnlyBinary:
                _formats = _formats.OnlyWheels(value);
                break;
            case RequirementsFileEffect.IgnoreSource:
                _notes.Add($"{place}: {option.Name} is ignored; the definition's Upstream says where packages come from.");
                break;
            case RequirementsFileEffect.IgnoreInstallation:
                _notes.Add($"{place}: {option.Name} is ignored; it matters to who installs, not to a mirror.");
                break;
            default:
                throw RequirementDiagnostics.RequirementNotOfIndex(place, Shown(value));
        }
    }

    // Options begin at the first word that begins with a hyphen, as in pip; a marker has none.
    private static int EndOfRequirement(string line)
    {
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '-' && (at == 0 || char.IsWhiteSpace(line[at - 1])))
            {
                return at;
            }
        }

        return line.Length;
    }

    private static Requirement ReadRequirement(string text, string place)
    {
        var isRead = Requirement.TryParse(text, out var requirement, out var fault);
        if (requirement?.Url is not null || IsPath(text) || (!isRead && (text.Contains("://", StringComparison.Ordinal) || text.StartsWith("file:", StringComparison.OrdinalIgnoreCase))))
        {
            throw RequirementDiagnostics.RequirementNotOfIndex(place, Shown(text));
        }

        return requirement ?? throw RequirementDiagnostics.RequirementMalformed(place, Shown(text), fault);
    }

    // What pip would take for a file or directory.
    private static bool IsPath(string text)
    {
        var word = text.AsSpan()[..(text.AsSpan().IndexOfAny(" \t;[") is var end and >= 0 ? end : text.Length)];
        return word is ['.', ..] or ['~', '/', ..] || word.ContainsAny('/', '\\')
            || word.EndsWith(WheelName.Extension, StringComparison.OrdinalIgnoreCase) || SdistName.ExtensionOf(word.ToString()) is not null;
    }

    private static Checksum ReadHash(string value, string place) =>
        Checksum.TryParse(value, out var hash) && hash.Kind is HashKind.Sha256 or HashKind.Sha384 or HashKind.Sha512
            ? hash
            : throw RequirementDiagnostics.HashMalformed(place, value);

    // A line may carry a password, even if from a variable; a log must not.
    private static string Shown(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var start = scheme < 0 ? -1 : text.LastIndexOf(' ', scheme) + 1;
        return start < 0 ? SafeUrl.Clip(text) : string.Concat(text.AsSpan(0, start), SafeUrl.Show(text[start..]));
    }
}
