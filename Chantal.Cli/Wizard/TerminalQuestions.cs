using System.Globalization;
using Chantal.Cli.Commands;
using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Cli.Wizard;

/// <summary>Asks line by line, so that it works on every terminal, and over a serial line.</summary>
/// <param name="input">Where answers are typed.</param>
/// <param name="output">Where questions are written.</param>
internal sealed class TerminalQuestions(TextReader input, TextWriter output) : IQuestions
{
    // What fits above a question; the others can be named as well.
    private const int MostShown = 60;

    public bool CanAsk => true;

    public void Say(string line) => output.WriteLine(Printable.Escape(line));

    public string Ask(string question, string? suggestion)
    {
        while (true)
        {
            var answer = Read(suggestion is { Length: > 0 } ? $"{question} [{suggestion}]:" : $"{question}:");
            if (answer.Length > 0 || suggestion is not null)
            {
                return answer.Length > 0 ? answer : suggestion!;
            }
        }
    }

    public IReadOnlyList<string> Choose(string question, IReadOnlyList<string> choices, bool isRequired, string all)
    {
        foreach (var (at, choice) in choices.Take(MostShown).Index())
        {
            Say(string.Create(CultureInfo.InvariantCulture, $"  {at + 1,3}  {choice}"));
        }

        if (choices.Count > MostShown)
        {
            Say($"       … and {choices.Count - MostShown} more, which can be named");
        }

        while (true)
        {
            var words = Read(isRequired ? $"{question} (numbers or names):" : $"{question} (numbers or names; Enter: {all}):").Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
            var chosen = words.Select(w => Find(w, choices)).ToList();
            if (chosen.FindIndex(c => c is null) is >= 0 and var wrong)
            {
                Say($"There is no '{words[wrong]}'{NearestWord.Hint(NearestWord.Find(words[wrong], choices))}.");
            }
            else if (chosen.Count > 0 || !isRequired)
            {
                return [.. chosen.OfType<string>().Distinct()];
            }
        }
    }

    public bool Confirm(string question) => Read($"{question} (yes or no):").Equals("yes", StringComparison.OrdinalIgnoreCase);

    // Nothing to choose from: whatever is typed counts, and is looked at later.
    private static string? Find(string word, IReadOnlyList<string> choices) =>
        choices.Contains(word) || choices.Count == 0 ? word
        : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= choices.Count ? choices[number - 1]
        : null;

    private string Read(string question)
    {
        output.Write(question + " ");
        output.Flush();
        return input.ReadLine()?.Trim() ?? throw CommandDiagnostics.AnswersEnded();
    }
}
