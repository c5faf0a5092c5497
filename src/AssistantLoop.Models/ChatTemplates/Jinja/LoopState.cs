namespace AssistantLoop.Models.ChatTemplates.Jinja;

/// <summary>The variable <c>loop</c> of one turn of a loop.</summary>
internal sealed class LoopState(IReadOnlyList<object?> items, int index)
{
    public object? Get(string name) => name switch
    {
        "index" => index + 1L,
        "index0" => (long)index,
        "revindex" => (long)items.Count - index,
        "revindex0" => items.Count - index - 1L,
        "first" => index == 0,
        "last" => index == items.Count - 1,
        "length" => (long)items.Count,
        "previtem" => index > 0 ? items[index - 1] : new Undefined("loop.previtem"),
        "nextitem" => index + 1 < items.Count ? items[index + 1] : new Undefined("loop.nextitem"),
        "cycle" => new Function("loop.cycle", arguments => arguments.Positional.Count == 0
            ? throw new TemplateFault("`loop.cycle` needs at least one argument.")
            : arguments.Positional[index % arguments.Positional.Count]),
        _ => throw new TemplateFault($"`loop.{name}` is not supported."),
    };
}
