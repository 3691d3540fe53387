using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace NotebookKit.Reports.Documents;

/// <summary>Bullets, numbers, and the numbers of captions.</summary>
internal static class WordLists
{
    public const int Levels = 3;

    private const int Bullets = 1, Numbers = 2, Step = 360;

    public static Numbering Create() =>
        new(Abstract(Bullets, NumberFormatValues.Bullet, _ => "•"),
            Abstract(Numbers, NumberFormatValues.Decimal, level => $"%{level + 1}."));

    /// <summary>A list of its own: numbers begin at 1 again.</summary>
    public static NumberingInstance Instance(int id, bool ordered)
    {
        var instance = new NumberingInstance(new AbstractNumId { Val = ordered ? Numbers : Bullets }) { NumberID = id };
        if (ordered)
            instance.Append(Enumerable.Range(0, Levels)
                .Select(l => new LevelOverride(new StartOverrideNumberingValue { Val = 1 }) { LevelIndex = l }));
        return instance;
    }

    /// <summary>A number that Word counts itself, so that it can list the figures.</summary>
    public static IEnumerable<OpenXmlElement> Sequence(string name, int number) =>
        [new SimpleField(new Run(new Text(number.ToString(CultureInfo.InvariantCulture)))) { Instruction = $" SEQ {name} \\* ARABIC " }];

    private static AbstractNum Abstract(int id, NumberFormatValues format, Func<int, string> text) => new(
    [
        new MultiLevelType { Val = MultiLevelValues.HybridMultilevel },
        .. Enumerable.Range(0, Levels).Select(l => new Level(
            new StartNumberingValue { Val = 1 }, new NumberingFormat { Val = format }, new LevelText { Val = text(l) },
            new LevelJustification { Val = LevelJustificationValues.Left },
            new PreviousParagraphProperties(
                new Indentation { Left = ((l + 1) * Step).ToString(CultureInfo.InvariantCulture),
                    Hanging = Step.ToString(CultureInfo.InvariantCulture) })) { LevelIndex = l }),
    ]) { AbstractNumberId = id };
}
