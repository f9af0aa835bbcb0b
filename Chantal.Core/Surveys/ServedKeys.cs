using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Surveys;

/// <summary>The keys that an upstream itself serves. They prove nothing by that: whoever stands in for the upstream can serve others.</summary>
internal static class ServedKeys
{
    private const int MostFiles = 8;

    private static readonly string[] Endings = [".asc", ".gpg", ".key", ".pub", ".pgp"];

    /// <summary>Looks where keys usually are: at the places of the type, and beside everything else.</summary>
    public static async Task<IReadOnlyList<KeyFile>> FindAsync(UpstreamSurvey survey, SurveyClient client, CancellationToken cancellation)
    {
        var (_, files) = await client.ListAsync("", cancellation);
        var found = new List<KeyFile>();
        foreach (var path in survey.KeyPaths.Concat(files.Where(IsKey).Take(MostFiles)).Distinct())
        {
            try
            {
                if (await client.GetAsync(path, cancellation) is { } file && KeyFile.TryParse(file.Bytes, SafeUrl.Show(file.Url), Path.GetFileName(path), KeyOrigin.Upstream) is { } key)
                {
                    found.Add(key);
                }
            }
            catch (UpstreamUnreachableException)
            {
                // A server that refuses one address may have another.
            }
        }

        return found;
    }

    private static bool IsKey(string name) => Endings.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)) || name.StartsWith("RPM-GPG-KEY", StringComparison.OrdinalIgnoreCase);
}
