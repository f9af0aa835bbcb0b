using Chantal.Diagnostics;

namespace Chantal.Cli.Wizard;

/// <summary>Whoever is asked what a command line does not say.</summary>
internal interface IQuestions
{
    /// <summary>Whether there is somebody to ask.</summary>
    bool CanAsk { get; }

    /// <summary>Tells something.</summary>
    void Say(string line);

    /// <summary>Asks for a text.</summary>
    /// <param name="question">The question.</param>
    /// <param name="suggestion">What an empty answer means; null: the question comes again.</param>
    string Ask(string question, string? suggestion);

    /// <summary>Asks for some of several things.</summary>
    /// <param name="question">The question.</param>
    /// <param name="choices">What there is.</param>
    /// <param name="isRequired">Whether at least one has to be chosen; if not, an empty answer chooses none.</param>
    /// <param name="all">What an empty answer means, in words.</param>
    IReadOnlyList<string> Choose(string question, IReadOnlyList<string> choices, bool isRequired, string all);

    /// <summary>Asks for yes or no; anything else than yes is no.</summary>
    bool Confirm(string question);
}

/// <summary>Nobody is there: what is missing is an error. Asked nothing, since <see cref="CanAsk"/> says so.</summary>
/// <param name="output">Where is told what was found.</param>
internal sealed class Unattended(TextWriter output) : IQuestions
{
    public bool CanAsk => false;

    public void Say(string line) => output.WriteLine(Printable.Escape(line));

    public string Ask(string question, string? suggestion) => throw new InvalidOperationException(question);

    public IReadOnlyList<string> Choose(string question, IReadOnlyList<string> choices, bool isRequired, string all) => throw new InvalidOperationException(question);

    public bool Confirm(string question) => false;
}
