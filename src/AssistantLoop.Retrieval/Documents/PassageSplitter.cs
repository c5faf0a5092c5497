using System.Text;
using System.Text.RegularExpressions;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Documents;

/// <summary>
/// Cuts a document into passages: one for each section, or several where a section has more tokens than the budget. List
/// items and table rows stay whole; a cut between the items of a list takes the sentence along that leads into it; a cut
/// between sentences takes the last one along.
/// </summary>
/// <param name="countTokens">How many tokens a text has for the model that reads the passages.</param>
/// <param name="maxTokens">The budget: the most tokens of a passage's text.</param>
public sealed partial class PassageSplitter(Func<string, int> countTokens, int maxTokens = PassageSplitter.MaxTokens)
{
    /// <summary>The usual budget: about 60 words.</summary>
    public const int MaxTokens = 96;

    /// <summary>What may be taken along into the next passage: a third of the budget.</summary>
    private readonly int _mostCarried = maxTokens / 3;

    /// <summary>The budget in tokens.</summary>
    public int Budget => maxTokens;

    /// <summary>The document's passages in reading order.</summary>
    /// <param name="document">The document.</param>
    /// <param name="name">The title of what stands under no heading, in a document without a title.</param>
    public IReadOnlyList<NewPassage> Split(ParsedDocument document, string name)
    {
        List<NewPassage> passages = [];
        List<PassagePiece> section = [];
        TextBlock? first = null;
        foreach (TextBlock block in document.Blocks)
        {
            if (first is not null && !block.IsInSectionOf(first))
            {
                passages.AddRange(Pack(section, first, name));
                section.Clear();
                first = null;
            }

            first ??= block;
            section.AddRange(PiecesOf(block));
        }

        if (first is not null)
        {
            passages.AddRange(Pack(section, first, name));
        }

        return passages;
    }

    private IEnumerable<NewPassage> Pack(List<PassagePiece> section, TextBlock place, string name)
    {
        string title = place.Headings.Count > 0 ? string.Join(" > ", place.Headings) : name;
        List<PassagePiece> open = [];
        PassagePiece? lead = null;
        foreach (PassagePiece piece in section)
        {
            if (open.Count > 0 && open.Sum(held => held.Tokens) + piece.Tokens > maxTokens)
            {
                PassagePiece? carried = CarriedInto(piece, open[^1], lead);
                // A sentence that leads into a list goes with the list.
                bool moves = carried is not null && open.Count > 1 && ReferenceEquals(carried, lead) && ReferenceEquals(open[^1], lead);
                yield return Passage(moves ? open[..^1] : open, title, place.Anchor);
                open = carried is null ? [] : [carried];
            }

            open.Add(piece);
            lead = piece.IsWhole ? lead : piece.LeadsOn ? piece : null;
        }

        yield return Passage(open, title, place.Anchor);
    }

    private PassagePiece? CarriedInto(PassagePiece piece, PassagePiece last, PassagePiece? lead)
    {
        PassagePiece? carried = piece.IsWhole ? lead : last.IsWhole ? null : last;
        return carried is not null && carried.Tokens <= _mostCarried && carried.Tokens + piece.Tokens <= maxTokens ? carried : null;
    }

    private static NewPassage Passage(List<PassagePiece> pieces, string title, string anchor)
    {
        StringBuilder text = new();
        for (int at = 0; at < pieces.Count; at++)
        {
            text.Append(at == 0 || pieces[at].Glued ? "" : " ");
            text.Append(at == pieces.Count - 1 ? pieces[at].Text : pieces[at].Closed);
        }

        return new(title, text.ToString(), anchor, pieces[0].Page);
    }

    private List<PassagePiece> PiecesOf(TextBlock block)
    {
        int tokens = countTokens(" " + block.Text);
        if (block.Kind is not BlockKind.Paragraph && tokens <= maxTokens)
        {
            return [new(block.Text, tokens, IsWhole: true, block.Page)];
        }

        List<PassagePiece> pieces = [];
        foreach (string sentence in Sentence().Split(block.Text).Where(sentence => sentence.Length > 0))
        {
            AddFitting(pieces, sentence, block.Page, glued: pieces.Count > 0 && pieces[^1].Text[^1] is '。' or '！' or '？');
        }

        return pieces;
    }

    // A sentence over the budget is halved between words, or between characters where it has none to speak of.
    private void AddFitting(List<PassagePiece> pieces, string text, int? page, bool glued)
    {
        int tokens = countTokens(glued ? text : " " + text);
        if (tokens <= maxTokens || text.Length < 2)
        {
            pieces.Add(new(text, tokens, IsWhole: false, page, glued));
            return;
        }

        int space = text.LastIndexOf(' ', text.Length / 2);
        int cut = space > 0 ? space : text.Length / 2;
        cut += char.IsLowSurrogate(text[cut]) ? 1 : 0;
        AddFitting(pieces, text[..cut].TrimEnd(), page, glued);
        AddFitting(pieces, text[cut..].TrimStart(), page, glued: space <= 0);
    }

    [GeneratedRegex(@"(?<=[.!?…][""”’»)\]]?)\s+(?=[""“„«‘(¿¡\[]?[\p{Lu}\p{N}])|(?<=[。！？])\s*")]
    private static partial Regex Sentence();
}
