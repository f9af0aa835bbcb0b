using Chantal.Definitions;
using Chantal.Text;

namespace Chantal.Policy;

/// <summary>What a definition says of what may enter the mirror.</summary>
internal sealed record PolicyRules
{
    private IReadOnlyList<(NamePattern Names, TimeSpan Age)> _ages = [];
    private TimeSpan _age;

    /// <summary>What ages are counted from.</summary>
    public AgeSource AgeFrom { get; private init; }

    /// <summary>What may enter at any age.</summary>
    public IReadOnlyList<PolicyItem> Allow { get; private init; } = [];

    /// <summary>What stays out whatever asks for it.</summary>
    public IReadOnlyList<PolicyItem> Block { get; private init; } = [];

    /// <summary>The least severity of advisories whose fixes enter at any age, as the vocabulary writes it; <c>true</c>: any; null: none do.</summary>
    public string? FastLane { get; private init; }

    /// <summary>Whether known malicious versions stay out.</summary>
    public bool RefusesMalicious { get; private init; }

    /// <summary>The same rules, with ages that are counted from dates that are given with each version.</summary>
    public PolicyRules FromGivenDates() => this with { AgeFrom = AgeSource.Upstream };

    /// <summary>The same rules without ages.</summary>
    public PolicyRules WithoutAges() => this with { _age = TimeSpan.Zero, _ages = [] };

    /// <summary>Whether any version has to have an age.</summary>
    public bool HasAges => _age > TimeSpan.Zero || _ages.Any(a => a.Age > TimeSpan.Zero);

    /// <summary>Whether a version can be held against anything.</summary>
    /// <param name="knowsMalicious">Whether anything is known of malicious packages.</param>
    public bool AreUsed(bool knowsMalicious) => HasAges || Block.Count > 0 || (RefusesMalicious && knowsMalicious);

    /// <summary>Reads them.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="words">How the format writes names and versions.</param>
    /// <param name="ageFrom">What the format counts ages from where the definition does not say it.</param>
    public static PolicyRules Read(DefinitionValues definition, PackageWords words, AgeSource ageFrom)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new PolicyRules
        {
            _age = definition.Duration("MinimumAge"),
            _ages = [.. definition.ItemsOf("Package").Where(p => p["MinimumAge"].Length > 0).Select(p => (new NamePattern(words.NameOf(p.Value)), PropertyValue.Duration($"MinimumAge of the Package '{p.Value}'", p["MinimumAge"])))],
            AgeFrom = definition.ChoiceOrNull<AgeSource>("AgeFrom") ?? ageFrom,
            Allow = PolicyItem.ReadAll(definition, "Allow", words),
            Block = PolicyItem.ReadAll(definition, "Block", words),
            FastLane = definition.Text("SecurityFastLane").Trim().ToLowerInvariant() switch
            {
                "" or "false" => null,
                var least when Vocabulary.Get("SecurityFastLane").Choices.Contains(least) => least,
                var other => throw DefinitionDiagnostics.Invalid("SecurityFastLane", other, "true, false, or a least severity: critical, important, moderate or low"),
            },
            RefusesMalicious = definition.Flag("RefuseMalicious"),
        };
    }

    /// <summary>How old a version of a package has to be: what its <c>Package</c> item says, the longest where several do; else what the mirror says.</summary>
    public TimeSpan AgeOf(string name) => _ages.Count == 0 ? _age : _ages.Where(a => a.Names.IsMatch(name)).Select(a => a.Age).DefaultIfEmpty(_age).Max();
}
