using Chantal.Text;

namespace Chantal.Definitions;

/// <summary>The mirrors of an estate to which <c>Mirror</c> limits a run.</summary>
internal static class MirrorSelection
{
    /// <summary>The mirrors with the wanted names, in their own order; all if none is wanted.</summary>
    /// <param name="mirrors">All mirrors of the estate.</param>
    /// <param name="nameOf">A mirror's name.</param>
    /// <param name="wanted">The names that <c>Mirror</c> gives.</param>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> mirrors, Func<T, string> nameOf, IReadOnlyList<string> wanted)
    {
        var names = mirrors.Select(nameOf).ToList();
        return wanted.FirstOrDefault(w => !names.Contains(w)) is { } unknown
            ? throw DefinitionDiagnostics.MirrorUnknown(unknown, NearestWord.FindSeveral(unknown, names), names)
            : [.. mirrors.Where(m => wanted.Count == 0 || wanted.Contains(nameOf(m)))];
    }
}
