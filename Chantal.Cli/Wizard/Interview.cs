using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Mirroring;
using Chantal.Repositories;
using Chantal.Surveys;
using Chantal.Text;
using Chantal.Transfer;

namespace Chantal.Cli.Wizard;

/// <summary>Comes to a first definition that works: it looks at the upstream, takes what the command line says, and asks for the rest.</summary>
/// <param name="questions">Who is asked.</param>
/// <param name="given">What the command line says.</param>
internal sealed class Interview(IQuestions questions, Given given)
{
    private static readonly Dictionary<string, (string Option, string Plural)> Words = new()
    {
        ["Suite"] = ("--suite", "suites"),
        ["Component"] = ("--component", "components"),
        ["Architecture"] = ("--architecture", "architectures"),
        ["Repository"] = ("--repository", "repositories"),
        ["ChecksumFile"] = ("--checksum-file", "lists of checksums"),
    };

    // Most of what is not packages, and that a slice has no use for.
    private static readonly string[] NotForSlices = ["*/installer-*", "*/debian-installer/*", "*Contents-*", "*/dep11/*", "*.diff/*"];

    private readonly KeyChoice _keys = new(questions, given);

    /// <summary>Comes to the definition.</summary>
    /// <exception cref="MirrorException">Something is missing or wrong, or the upstream cannot be used.</exception>
    public async Task<FirstMirror> RunAsync(CancellationToken cancellation)
    {
        _ = given.Name is { } wanted ? FolderName.Check(wanted, "--name") : null;
        var type = given.Type ?? (questions.CanAsk ? ChooseOne("Type", Vocabulary.Types) : throw SurveyDiagnostics.AnswerMissing("The type of mirror is", "--type", Vocabulary.Types));
        var upstream = Upstream(type);
        var definition = new MirrorDefinition("", [new("MirrorType", type)], []).With("Upstream", string.Join(';', upstream));
        definition = upstream.Count == 0 || given.IsOffline ? AsGiven(definition) : await LookAsync(definition, type, upstream, cancellation);
        return new FirstMirror(definition with { Name = given.Name ?? FolderName.Check(Name(type, upstream), "--name") }, _keys.Written);
    }

    /// <summary>Adds the keys to a definition that came from elsewhere and names none, as far as they are known or confirmed.</summary>
    /// <exception cref="MirrorException">The upstream cannot be used, or is signed with keys that are not known.</exception>
    public async Task<FirstMirror> AddKeysAsync(MirrorDefinition definition, CancellationToken cancellation)
    {
        var urls = DefinitionValues.Split(definition["Upstream"]);
        if (urls.Count == 0 || definition["SignedBy"].Length > 0 || definition["VerifySignatures"] == "false")
        {
            return new FirstMirror(definition, _keys.Written);
        }

        using var transfer = new HttpTransfer(TransferSettings.Read(Settings), NoLog.Instance);
        var client = new SurveyClient(transfer, DefinitionValues.ReadUpstreams(urls)!);
        var survey = UpstreamSurvey.Of(definition["MirrorType"], client);
        var roots = await survey.RootsAsync(definition.Items, cancellation);
        return new FirstMirror(roots is null ? definition : await _keys.DecideAsync(definition, roots, survey, client, cancellation), _keys.Written);
    }

    private DefinitionValues Settings => new(word => given.Settings.GetValueOrDefault(word, ""), [], given.Directory);

    private IReadOnlyList<string> Upstream(string type) =>
        given.Upstream.Count > 0 ? given.Upstream
        : type == "files" && given.Items.Any(i => i.Name is "File" or "ChecksumFile" or "Release") ? []
        : questions.CanAsk ? [questions.Ask("Upstream, the address of the repository", null)]
        : throw SurveyDiagnostics.AnswerMissing("The address of the upstream is", "--upstream", []);

    private string ChooseOne(string question, IReadOnlyList<string> choices)
    {
        while (true)
        {
            if (questions.Choose(question, choices, isRequired: true, "") is [var one])
            {
                return one;
            }
        }
    }

    private MirrorDefinition AsGiven(MirrorDefinition definition) => Marked(definition with { Items = given.Items }).With("SignedBy", string.Join(';', _keys.Named()));

    private MirrorDefinition Marked(MirrorDefinition definition)
    {
        definition = given.IncludesDependencies ? definition.With("IncludeDependencies", "true") : definition;
        return given.IsWhole && definition["MirrorType"] == "pypi" ? definition.With("IncludeAll", "true") : definition;
    }

    private async Task<MirrorDefinition> LookAsync(MirrorDefinition definition, string type, IReadOnlyList<string> upstream, CancellationToken cancellation)
    {
        using var transfer = new HttpTransfer(TransferSettings.Read(Settings), NoLog.Instance);
        var client = new SurveyClient(transfer, DefinitionValues.ReadUpstreams(upstream)!);
        var survey = UpstreamSurvey.Of(type, client);
        questions.Say($"Looking at {client.Address} …");
        try
        {
            return await LookAsync(definition, type, survey, client, transfer, cancellation);
        }
        catch (MirrorException exception) when (client.Page is { } page && exception.Code is DiagnosticCodes.NothingThere or DiagnosticCodes.AnswerMissing or DiagnosticCodes.AptSuiteNotFound)
        {
            throw page;
        }
    }

    private async Task<MirrorDefinition> LookAsync(MirrorDefinition definition, string type, UpstreamSurvey survey, SurveyClient client, HttpTransfer transfer, CancellationToken cancellation)
    {
        definition = definition with { Items = [.. given.Items.Where(i => !survey.Words.Contains(i.Name) && i.Name != "Package")] };
        foreach (var word in survey.Words)
        {
            definition = definition.With(word, await ValuesAsync(survey, client, word, definition.Items, cancellation));
        }

        var roots = await survey.RootsAsync([.. definition.Items, .. given.Items.Where(i => i.Name == "Package")], cancellation);
        if (roots is not null)
        {
            definition = await _keys.DecideAsync(definition, roots, survey, client, cancellation);
        }

        using var keys = new TemporaryKeys(_keys.Written, given.Directory);
        using var estimate = new SizeEstimate(transfer);
        return type == "files" ? await WholeAsync(definition, keys, estimate, cancellation) : await SliceAsync(definition, type, keys, estimate, cancellation);
    }

    private async Task<IReadOnlyList<string>> ValuesAsync(UpstreamSurvey survey, SurveyClient client, string word, IReadOnlyList<DefinitionItem> chosen, CancellationToken cancellation)
    {
        var offer = await survey.OfferAsync(word, chosen, cancellation);
        var (option, plural) = Words[word];
        var values = given.Values(word);
        if (values.FirstOrDefault(v => offer.Values.Count > 0 && !offer.Values.Contains(v) && !v.Contains('/', StringComparison.Ordinal) && !v.Contains('$', StringComparison.Ordinal)) is { } absent)
        {
            var meant = word == "Architecture" && ArchitectureNames.InDebian(absent) is { } debian && offer.Values.Contains(debian) ? debian : NearestWord.Find(absent, offer.Values);
            throw SurveyDiagnostics.NotOffered(option, absent, client.Address, meant, offer.Values);
        }

        if (values.Count > 0 || (offer.Values.Count == 0 && !offer.IsRequired))
        {
            return values;
        }

        if (offer.Values is [var only])
        {
            questions.Say($"{option}: {only}");
            return offer.IsRequired ? [only] : [];
        }

        return questions.CanAsk ? questions.Choose(char.ToUpperInvariant(plural[0]) + plural[1..], offer.Values, offer.IsRequired, "all")
            : offer.IsRequired ? throw SurveyDiagnostics.AnswerMissing($"The {plural} are", option, offer.Values)
            : [];
    }

    private async Task<MirrorDefinition> WholeAsync(MirrorDefinition definition, TemporaryKeys keys, SizeEstimate estimate, CancellationToken cancellation)
    {
        questions.Say($"Everything: {Size(await estimate.OfAsync(keys.Use(definition), given.Directory, cancellation))}");
        return definition;
    }

    // A slice of a repository, or all of it, each with its size. The size of a whole Python index is only known once every page has been read.
    private async Task<MirrorDefinition> SliceAsync(MirrorDefinition definition, string type, TemporaryKeys keys, SizeEstimate estimate, CancellationToken cancellation)
    {
        var whole = type == "pypi" ? definition.With("IncludeAll", "true") : definition;
        if (type != "pypi")
        {
            _ = await WholeAsync(whole, keys, estimate, cancellation);
        }

        var isNamed = given.Values("Package").Count > 0 || given.Values("Requirements").Count > 0;
        if (given.IsWhole || (!isNamed && !questions.CanAsk && type != "pypi"))
        {
            return whole;
        }

        if (!isNamed && !questions.CanAsk)
        {
            throw SurveyDiagnostics.AnswerMissing("The packages to mirror are", "--package or --requirements, or --all for the whole index", []);
        }

        while (true)
        {
            var names = isNamed ? given.Values("Package")
                : questions.Ask("Packages for a slice (names, * and ?, separated by blanks; Enter: everything)", "").Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
            if (names.Count == 0 && !isNamed)
            {
                questions.Say(type == "pypi" ? "Everything: the whole index, whose size is known when each of its projects has been read." : "Everything.");
                return whole;
            }

            var slice = Slice(definition, type, names);
            questions.Say($"The slice: {Size(await estimate.OfAsync(keys.Use(slice), given.Directory, cancellation))}");
            if (isNamed || questions.Confirm("Take this slice?"))
            {
                return slice;
            }
        }
    }

    private MirrorDefinition Slice(MirrorDefinition definition, string type, IReadOnlyList<string> names)
    {
        var slice = definition.With("Package", names);
        if (type == "pypi" && !slice.Items.Any(i => i.Name == "PythonVersion") && questions.CanAsk)
        {
            slice = slice.With("PythonVersion", questions.Ask("Versions of Python on your hosts, separated by blanks", "3.12").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .With("Platform", questions.Ask("Platforms of your hosts, separated by blanks", "manylinux_2_28_x86_64").Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        slice = type switch
        {
            "apt" when !slice.Items.Any(i => i.Name == "ExcludeIndex") => slice.With("ExcludeIndex", NotForSlices),
            "rpm" => slice.With("IncludeTree", "false"),
            _ => slice,
        };
        return given.IncludesDependencies || questions.CanAsk ? slice.With("IncludeDependencies", "true") : slice;
    }

    private string Name(string type, IReadOnlyList<string> upstream)
    {
        var suggestion = MirrorName.Of(type, upstream);
        return questions.CanAsk ? questions.Ask("Name of the mirror", suggestion) : suggestion;
    }

    private static string Size(FileCount count) => $"{Quantity.Count(count.Files, "file")}, {count.Size}";
}
