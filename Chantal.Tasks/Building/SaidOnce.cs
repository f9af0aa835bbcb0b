namespace Chantal.Tasks;

/// <summary>Something that one of a build's tasks says for all: it is made once, and says it then.</summary>
internal sealed class SaidOnce : IDisposable
{
    /// <param name="say">Says it.</param>
    public SaidOnce(Action say)
    {
        ArgumentNullException.ThrowIfNull(say);
        say();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // What was said needs nothing.
    }
}
