using Chantal.Definitions;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Index;

namespace Chantal.Surveys;

/// <summary>Looks at a Python package index. It has nothing to choose from but its projects, and it is not signed.</summary>
internal sealed class PyPISurvey(SurveyClient client) : UpstreamSurvey(client)
{
    public override IReadOnlyList<string> Words { get; } = [];

    public override Task<Offer> OfferAsync(string word, IReadOnlyList<DefinitionItem> chosen, CancellationToken cancellation) => throw new NotSupportedException(word);

    public override async Task<IReadOnlyList<SignedRoot>?> RootsAsync(IReadOnlyList<DefinitionItem> chosen, CancellationToken cancellation)
    {
        // Its list of all projects can have tens of megabytes; the page of one says as well that it is an index.
        var named = Chosen(chosen, "Package").FirstOrDefault(p => p.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'));
        if (named is not null)
        {
            var project = ProjectName.Normalize(named);
            var page = await Client.GetPageAsync($"{project}/", cancellation) ?? throw SurveyDiagnostics.ProjectNotThere(Client.Address, named);
            _ = SimplePage.Parse(page.Bytes.Span, page.ContentType, page.Url, project);
        }

        return null;
    }
}
