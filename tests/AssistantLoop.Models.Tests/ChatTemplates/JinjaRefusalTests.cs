using AssistantLoop.Models.ChatTemplates;

namespace AssistantLoop.Models.Tests.ChatTemplates;

public sealed class JinjaRefusalTests
{
    [Theory]
    [InlineData("{% include 'x' %}", "`include`")]
    [InlineData("{% extends 'x' %}", "`extends`")]
    [InlineData("{% do x %}", "`do`")]
    [InlineData("{% for x in y recursive %}{% endfor %}", "recursive")]
    [InlineData("a\n{% if x %}", "line 2: the tag `endif` is missing")]
    [InlineData("{% endif %}", "`endif` closes nothing")]
    [InlineData("{% if x %}{% endfor %}", "expected the tag `endif`, found `endfor`")]
    [InlineData("{{ x", "not closed by `}}`")]
    [InlineData("{{ 'x }}", "quotation mark")]
    [InlineData("{# x", "comment is not closed")]
    [InlineData("{% raw %}", "`raw` is not closed")]
    [InlineData("{{ }}", "expected an expression")]
    [InlineData("{{ 1 + }}", "expected an expression")]
    [InlineData("{{ a b }}", "expected `}}`, found `b`")]
    [InlineData("{{ f(*x) }}", "unpacking")]
    [InlineData("{{ f(a=1, 2) }}", "without name")]
    [InlineData("{{ $ }}", "`$`")]
    [InlineData("{{ 99999999999999999999 }}", "too large")]
    [InlineData("{{ '\\uZZZZ' }}", "hexadecimal")]
    [InlineData("{% break %}", "outside a loop")]
    [InlineData("{% set a.b, c = 1 %}", "several attributes")]
    public void A_template_that_cannot_be_parsed_is_refused_with_the_construct(string template, string cause)
    {
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => ChatTemplate.Parse(template));
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
        Assert.Matches("^chat template: line [0-9]+: ", error.Message);
    }

    [Theory]
    [InlineData("a\n\n{{ x.y }}", "line 3: `x` is undefined.")]
    [InlineData("{{ x() }}", "`x` is undefined")]
    [InlineData("{{ 'a' + 1 }}", "`+` cannot be applied to a text and a number")]
    [InlineData("{{ 'a' + x }}", "`x` is undefined")]
    [InlineData("{{ 'a' < 1 }}", "cannot be compared")]
    [InlineData("{{ none + 1 }}", "none")]
    [InlineData("{{ 1 / 0 }}{{ 2 }}", "division by zero")]
    [InlineData("{{ 1 % 0 }}", "division by zero")]
    [InlineData("{{ 9223372036854775807 + 1 }}", "64 bits")]
    [InlineData("{{ 2 ** 64 }}", "64 bits")]
    [InlineData("{{ 'a' | frobnicate }}", "the filter `frobnicate` is not supported")]
    [InlineData("{{ 'a' is frobnicated }}", "the test `frobnicated` is not supported")]
    [InlineData("{{ '%s' % 1 }}", "`%`")]
    [InlineData("{{ '{}'.format(1) }}", "`format`")]
    [InlineData("{% for x in none %}{% endfor %}", "none cannot be looped over")]
    [InlineData("{% for a, b in [[1]] %}{% endfor %}", "1 values cannot be spread over 2 names")]
    [InlineData("{% set x = 1 %}{% set x.y = 2 %}", "not a namespace")]
    [InlineData("{% macro m() %}{% endmacro %}{{ m(1) }}", "`m`")]
    [InlineData("{% macro m() %}{% endmacro %}{{ m(z=1) }}", "`z`")]
    [InlineData("{{ {1: 2} }}", "a dict whose keys are not texts")]
    [InlineData("{{ raise_exception('roles must\nalternate') }}", "the template refuses the conversation: roles must alternate")]
    [InlineData("{{ strftime_now('%Q') }}", "%Q")]
    [InlineData("{{ 'a'.split('') }}", "`split`")]
    [InlineData("{{ [1][::0] }}", "step")]
    [InlineData("{% macro m() %}{% generation %}{% endgeneration %}{% endmacro %}{{ m() }}", "`generation` inside a macro")]
    [InlineData("{{ namespace }}", "a function cannot be printed")]
    [InlineData("{{ loop.index }}", "`loop` is undefined")]
    [InlineData("{{ [3]|tojson(indent='x', foo=1) }}", "`foo`")]
    public void A_template_that_cannot_be_run_is_refused_with_the_construct_and_its_line(string template, string cause)
    {
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => Render(template));
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
        Assert.Matches("^chat template: line [1-9][0-9]*: ", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}", "steps")]
    [InlineData("{{ range(1000000000) }}", "`range`")]
    [InlineData("{{ 'a' * 1000000000000 }}", "characters")]
    [InlineData("{{ 'a' * 9223372036854775807 }}", "characters")]
    [InlineData("{{ 'ab' * 9223372036854775807 }}", "64 bits")]
    [InlineData("{{ [1] * 9223372036854775807 }}", "steps")]
    [InlineData("{% set ns = namespace(s='ab') %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}", "characters")]
    [InlineData("{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}", "steps")]
    [InlineData("{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s }}", "")]
    [InlineData("{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s|tojson }}", "")]
    [InlineData("{% set a = namespace(s=[1]) %}{% set b = namespace(s=[1]) %}{% for i in range(60) %}{% set a.s = [a.s, a.s] %}{% set b.s = [b.s, b.s] %}{% endfor %}{{ a.s == b.s }}", "steps")]
    [InlineData("{% set ns = namespace(s=[1]) %}{% for i in range(90000) %}{% set ns.s = [ns.s] %}{% endfor %}{{ ns.s }}", "nested too deeply")]
    [InlineData("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "macros call each other")]
    [InlineData("{% for i in range(100000) %}{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' }}{% endfor %}", "characters")]
    public void Work_without_end_is_stopped(string template, string cause)
    {
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => Render(template));
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("not ", "")]
    [InlineData("-", "")]
    [InlineData("1 if 1 else ", "")]
    public void Deep_nesting_is_refused_and_does_not_end_the_process(string open, string close)
    {
        string expression = string.Concat(Enumerable.Repeat(open, 50_000)) + "1" + string.Concat(Enumerable.Repeat(close, 50_000));
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => Render($"{{{{ {expression} }}}}"));
        Assert.Contains("nested", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+1")]
    [InlineData("|string")]
    [InlineData(".x")]
    [InlineData("[0]")]
    public void Long_chains_are_computed_or_refused(string link)
    {
        ChatTemplate template = ChatTemplate.Parse($"{{{{ 1{string.Concat(Enumerable.Repeat(link, 100_000))} }}}}");
        Assert.Throws<ModelFormatException>(() => template.Render([], false));
    }

    [Fact]
    public void Nested_blocks_are_refused_before_the_stack_is_used_up()
    {
        string template = string.Concat(Enumerable.Repeat("{% if 1 %}", 20_000)) + string.Concat(Enumerable.Repeat("{% endif %}", 20_000));
        Assert.Contains("nested", Assert.Throws<ModelFormatException>(() => ChatTemplate.Parse(template)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_over_the_size_limit_is_refused() => Assert.Contains("the most is 1000000", Assert.Throws<ModelFormatException>(
        () => ChatTemplate.Parse(new string('x', ChatTemplate.LongestSource + 1))).Message, StringComparison.Ordinal);

    [Fact]
    public void Random_damage_to_a_template_gives_one_kind_of_error()
    {
        Random random = new(5);
        for (int round = 0; round < 500; round++)
        {
            char[] damaged = ChatTemplate.StarterSource.ToCharArray();
            for (int i = random.Next(1, 6); i > 0; i--)
            {
                damaged[random.Next(damaged.Length)] = "{}%#-+'\"()[]|.,ab1 \n"[random.Next(20)];
            }

            try
            {
                ChatTemplate.Parse(new string(damaged)).Render([new("user", "x"), new("assistant", "y")], true);
            }
            catch (ModelFormatException error)
            {
                Assert.Matches("line [1-9]", error.Message);
            }
        }
    }

    private static string Render(string template) => ChatTemplate.Parse(template).Render([], false);
}
