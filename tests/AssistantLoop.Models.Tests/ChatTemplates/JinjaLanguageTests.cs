using AssistantLoop.Models.ChatTemplates;

namespace AssistantLoop.Models.Tests.ChatTemplates;

/// <summary>Expected texts follow the Jinja and Python language documentation, worked out by hand.</summary>
public sealed class JinjaLanguageTests
{
    private static readonly Dictionary<string, object?> s_variables = new()
    {
        ["n"] = 3,
        ["half"] = 0.5,
        ["name"] = "Ada",
        ["words"] = new List<object?> { "pear", "Apple", "fig" },
        ["people"] = new List<object?>
        {
            new Dictionary<string, object?> { ["name"] = "Bo", ["age"] = 7, ["tags"] = new List<object?> { "x" } },
            new Dictionary<string, object?> { ["name"] = "Al", ["age"] = 5 },
        },
        ["map"] = new Dictionary<string, object?> { ["b"] = 1, ["A"] = null, ["items"] = true },
    };

    [Theory]
    [InlineData("{{ 1 + 2 * 3 }}", "7")]
    [InlineData("{{ (1 + 2) * 3 }}", "9")]
    [InlineData("{{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 7 / 2 }} {{ 2 ** 10 }} {{ 4 / 2 }}", "3 -4 2 3.5 1024 2.0")]
    [InlineData("{{ -n|abs }} {{ -n }} {{ -half }}", "3 -3 -0.5")]
    [InlineData("{{ 1 ~ 2 ~ 'a' ~ none ~ true }}", "12aNoneTrue")]
    [InlineData("{{ 'ab' * 3 }}{{ [1] + [2] }}{{ [0] * 2 }}", "ababab[1, 2][0, 0]")]
    [InlineData("{{ 1 < n <= 3 }} {{ 3 < n < 1 }} {{ 'a' < 'b' }} {{ 1 == 1.0 == true }}", "True False True True")]
    [InlineData("{{ 'a' in 'cat' }} {{ 2 in [1, 2] }} {{ 'b' in map }} {{ 'z' not in map }} {{ 'x' in nothing }}", "True True True True False")]
    [InlineData("{{ not n == 3 }} {{ n and name }} {{ 0 or 'x' }} {{ nothing or 'y' }}", "False Ada x y")]
    [InlineData("{{ 'yes' if n > 2 else 'no' }}{{ 'hidden' if n > 9 }}", "yes")]
    [InlineData("{{ 1 if false else 2 if false else 3 }}", "3")]
    [InlineData("{{ [1, 'a', none, 2.0, true] }} {{ (1, 2) }} {{ (1,) }} {{ {'k': [1]} }}", "[1, 'a', None, 2.0, True] (1, 2) (1,) {'k': [1]}")]
    [InlineData("{{ ['it\\'s', 'a\"b', 'tab\\t'] }}", "[\"it's\", 'a\"b', 'tab\\t']")]
    [InlineData("{{ 'a' 'b' }}{{ \"\\u00e9\\x41\\\\\" }}", "abéA\\")]
    [InlineData("{{ 1_000 }} {{ 1.50 }} {{ 0.1 + 0.2 }}", "1000 1.5 0.30000000000000004")]
    [InlineData("{{ name[0] }}{{ name[-1] }}{{ name[1:] }}{{ name[::-1] }}{{ name[:-1] }}{{ name[5:] }}", "AadaadAAd")]
    [InlineData("{{ [1,2,3,4][1:3] }}{{ [1,2,3,4][::2] }}{{ [1,2][9] }}", "[2, 3][1, 3]")]
    [InlineData("{{ '🙂é'|length }}{{ '🙂é'[1] }}{{ '🙂é'[::-1] }}", "2éé🙂")]
    [InlineData("{{ map.b }} {{ map['b'] }} {{ map.zzz }} {{ map['items'] }} {{ map.items()|length }}", "1 1  True 3")]
    [InlineData("{{ map.get('b') }} {{ map.get('q') }} {{ map.get('q', 9) }} {{ map.keys()|join(',') }}", "1 None 9 b,A,items")]
    [InlineData("{{ nothing }}{{ nothing|length }}{{ nothing is defined }}{{ map.zzz is undefined }}", "0FalseTrue")]
    public void Expressions(string template, string expected) => Check(template, expected);

    [Theory]
    [InlineData("{{ ' a b '|trim }}|{{ 'xxaxx'|trim('x') }}", "a b|a")]
    [InlineData("{{ 'aBc'|upper }}{{ 'aBc'|lower }}{{ 'aBc'|capitalize }}{{ \"it's o-k ab\"|title }}", "ABCabcAbcIt's O-K Ab")]
    [InlineData("{{ 'a-b-c'|replace('-', '+') }} {{ 'a-b-c'|replace('-', '+', 1) }}", "a+b+c a+b-c")]
    [InlineData("{{ words|join(', ') }} {{ people|join('/', attribute='name') }} {{ 'abc'|join('.') }}", "pear, Apple, fig Bo/Al a.b.c")]
    [InlineData("{{ words|first }} {{ words|last }} {{ words|length }} {{ words|count }} {{ 'ab'|list }}", "pear fig 3 3 ['a', 'b']")]
    [InlineData("{{ words|sort }} {{ words|sort(reverse=true) }} {{ people|sort(attribute='age')|map(attribute='name')|list }}", "['Apple', 'fig', 'pear'] ['pear', 'fig', 'Apple'] ['Al', 'Bo']")]
    [InlineData("{{ [3,1,2]|sort|reverse|list }} {{ [1,2,1]|unique|list }} {{ [1,2]|sum }} {{ [4,2]|min }} {{ [4,2]|max }}", "[3, 2, 1] [1, 2] 3 2 4")]
    [InlineData("{{ people|map(attribute='age')|list }} {{ words|map('upper')|list }} {{ people|map(attribute='tags', default='-')|list }}", "[7, 5] ['PEAR', 'APPLE', 'FIG'] [['x'], '-']")]
    [InlineData("{{ people|map(attribute='tags.0', default='-')|join }}", "x-")]
    [InlineData("{{ people|selectattr('tags')|map(attribute='name')|join }} {{ people|rejectattr('age', 'gt', 6)|map(attribute='name')|join }}", "Bo Al")]
    [InlineData("{{ people|selectattr('tags', 'defined')|list|length }} {{ [1,2,3]|select('odd')|list }} {{ [0,1]|reject|list }}", "1 [1, 3] [0]")]
    [InlineData("{{ people|selectattr('name', 'equalto', 'Al')|map(attribute='age')|first }}", "5")]
    [InlineData("{{ map|dictsort }} {{ map|items|list|length }}", "[('A', None), ('b', 1), ('items', True)] 3")]
    [InlineData("{{ nothing|default('d') }} {{ ''|default('d') }} {{ ''|default('d', true) }} {{ none|d('x', boolean=true) }}", "d  d x")]
    [InlineData("{{ '42'|int + 1 }} {{ 'x'|int }} {{ 'x'|int(7) }} {{ 3.9|int }} {{ '2.5'|float }} {{ true|int }}", "43 0 7 3 2.5 1")]
    [InlineData("{{ 2.5|round }} {{ 2.567|round(1) }} {{ 2.1|round(0, 'ceil') }} {{ n|string + '!' }}", "2.0 2.6 3.0 3!")]
    [InlineData("{{ 'a\nb\n\nc'|indent(2) }}|{{ 'a\nb'|indent(1, true) }}", "a\n  b\n\n  c| a\n b")]
    [InlineData("{{ map|tojson }} {{ 'é\"\n<'|tojson }} {{ [1.0, []]|tojson }}", "{\"b\": 1, \"A\": null, \"items\": true} \"é\\\"\\n<\" [1.0, []]")]
    [InlineData("{{ {'k': [1, {}]}|tojson(indent=2) }}", "{\n  \"k\": [\n    1,\n    {}\n  ]\n}")]
    [InlineData("{{ {'b': 1, 'a': 'é'}|tojson(sort_keys=true, ensure_ascii=true, separators=(',', ':')) }}", "{\"a\":\"\\u00e9\",\"b\":1}")]
    public void Filters(string template, string expected) => Check(template, expected);

    [Theory]
    [InlineData("{{ 'a,b,,c'.split(',') }} {{ ' a  b '.split() }} {{ 'a b c'.split(' ', 1) }} {{ 'a b c'.split(none, 1) }}", "['a', 'b', '', 'c'] ['a', 'b'] ['a', 'b c'] ['a', 'b c']")]
    [InlineData("{{ 'a,b,c'.rsplit(',', 1) }} {{ 'a\nb\n'.splitlines() }}", "['a,b', 'c'] ['a', 'b']")]
    [InlineData("{{ '</t>x </t>  y'.split('</t>')[-1].lstrip('\\n') }}", "  y")]
    [InlineData("{{ '  x '.strip() }}|{{ '  x '.lstrip() }}|{{ '  x '.rstrip() }}|{{ 'xyx'.strip('x') }}", "x|x |  x|y")]
    [InlineData("{{ 'abc'.startswith('ab') }} {{ 'abc'.endswith(('x', 'c')) }} {{ 'abc'.removeprefix('a') }}", "True True bc")]
    [InlineData("{{ 'aXb'.upper() }}{{ 'AXB'.lower() }}{{ \"they're here\".title() }}{{ 'ab cd'.capitalize() }}", "AXBaxbThey'Re HereAb cd")]
    [InlineData("{{ 'banana'.replace('an', 'AN', 1) }} {{ 'banana'.find('na') }} {{ 'banana'.count('an') }} {{ '-'.join(['a','b']) }}", "bANana 2 2 a-b")]
    public void Methods(string template, string expected) => Check(template, expected);

    [Theory]
    [InlineData("{{ n is defined }}{{ n is not defined }}{{ none is none }}{{ 'a' is string }}{{ n is number }}{{ n is integer }}", "TrueFalseTrueTrueTrueTrue")]
    [InlineData("{{ map is mapping }}{{ words is mapping }}{{ words is iterable }}{{ n is iterable }}{{ words is sequence }}", "TrueFalseTrueFalseTrue")]
    [InlineData("{{ true is true }}{{ 1 is true }}{{ n is odd }}{{ 4 is divisibleby 2 }}{{ 4 is divisibleby(3) }}", "TrueFalseTrueTrueFalse")]
    [InlineData("{{ n is eq 3 }}{{ n is equalto(3) }}{{ 'a' is in ['a'] }}{{ n is in [] }}{{ range is callable }}", "TrueTrueTrueFalseTrue")]
    [InlineData("{{ 'ab' is lower }}{{ 'AB' is upper }}{{ false is false and n is defined }}{{ half is float }}", "TrueTrueTrueTrue")]
    public void Tests(string template, string expected) => Check(template, expected);

    [Theory]
    [InlineData("{% for w in words %}{{ loop.index }}{{ w }}{{ ';' if not loop.last }}{% endfor %}", "1pear;2Apple;3fig")]
    [InlineData("{% for w in words if w != 'fig' %}{{ loop.revindex }}{{ loop.length }}{% else %}none{% endfor %}", "2212")]
    [InlineData("{% for x in [] %}x{% else %}empty{% endfor %}{% for x in nothing %}x{% endfor %}", "empty")]
    [InlineData("{% for k, v in map.items() %}{{ k }}={{ v }} {% endfor %}{% for k in map %}{{ k }}{% endfor %}", "b=1 A=None items=True bAitems")]
    [InlineData("{% for i in range(5) %}{% if i == 1 %}{% continue %}{% endif %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}", "02")]
    [InlineData("{% for w in words %}{{ loop.previtem }}<{{ loop.nextitem }} {% endfor %}", "<Apple pear<fig Apple< ")]
    [InlineData("{% for i in range(2) %}{% for j in range(2) %}{{ loop.cycle('a', 'b') }}{% endfor %}{{ loop.index0 }}{% endfor %}", "ab0ab1")]
    [InlineData("{{ range(3)|list }}{{ range(1, 7, 3)|list }}{{ range(2, 0, -1)|list }}", "[0, 1, 2][1, 4][2, 1]")]
    [InlineData("{% set x = 1 %}{% for i in [1] %}{% set x = 2 %}{{ x }}{% endfor %}{{ x }}", "21")]
    [InlineData("{% for i in [1, 2] %}{% if seen is defined %}again{% endif %}{% set seen = 1 %}{% endfor %}", "")]
    [InlineData("{% set ns = namespace(a=0, b='') %}{% for i in [1, 2] %}{% set ns.a = ns.a + i %}{% endfor %}{{ ns.a }}{{ ns.zzz is defined }}", "3False")]
    [InlineData("{% if false %}a{% elif n == 3 %}b{% else %}c{% endif %}{% if true %}{% set y = 5 %}{% endif %}{{ y }}", "b5")]
    [InlineData("{% set a, b = (1, 2) %}{{ b }}{{ a }}{% set t = 1, 2 %}{{ t }}", "21(1, 2)")]
    [InlineData("{% set x %}<{{ n }}>{% endset %}{{ x }}{% set y | upper | trim %} q {% endset %}{{ y }}", "<3>Q")]
    [InlineData("{% filter upper | replace('A', 'o') %}cat {{ name }}{% endfilter %}", "CoT oDo")]
    [InlineData("{% macro greet(who, mark='!') %}Hi {{ who }}{{ mark }}{% endmacro %}{{ greet('A') }}{{ greet(who='B', mark='?') }}{{ greet() }}", "Hi A!Hi B?Hi !")]
    [InlineData("{% macro f(k) %}{% if k %}{{ k }}{{ f(k - 1) }}{% endif %}{% endmacro %}{{ f(3) }}", "321")]
    [InlineData("{% macro box(t) %}[{{ t }}:{{ caller('c') }}]{% endmacro %}{% call(x) box('b') %}{{ x }}{{ n }}{% endcall %}", "[b:c3]")]
    [InlineData("{% macro m() %}{{ later }}{% endmacro %}{% set later = 'seen' %}{{ m()|upper }}", "SEEN")]
    [InlineData("{% raw %}{{ not }} {% run %}{% endraw %}{# a {{ comment }} #}!", "{{ not }} {% run %}!")]
    [InlineData("{{ strftime_now('%d %b %Y, %A %H:%M %-d%%') }}", "04 Mar 2025, Tuesday 12:00 4%")]
    public void Statements(string template, string expected) => Check(template, expected);

    [Theory]
    [InlineData("a\n", "a")]
    [InlineData("a\n\n", "a\n")]
    [InlineData("{% if true %}\nx\n{% endif %}\ny", "x\ny")]
    [InlineData("a\n    {% if true %}\n  b\n    {% endif %}\nc", "a\n  b\nc")]
    [InlineData("a  {% if true %} b {% endif %}", "a   b ")]
    [InlineData("  {{ n }}\nx", "  3\nx")]
    [InlineData("a \n {%- if true -%} \n b \n {%- endif -%} \n c", "abc")]
    [InlineData("a \n {{- n -}} \n b", "a3b")]
    [InlineData("a\n  {#- gone -#}\n  b", "ab")]
    [InlineData("a\n  {# gone #}\nb", "a\nb")]
    [InlineData("a\n  {%+ if true +%}\nb{% endif %}", "a\n  \nb")]
    [InlineData("{% if true %}  {% if true %}x{% endif %}{% endif %}", "  x")]
    [InlineData("a\r\nb\r{% if true %}\r\nc{% endif %}", "a\nb\nc")]
    [InlineData("{{ {'a': {'b': 1}}.a.b }}{{ '}}' }}{{ \"%}\" }}", "1}}%}")]
    [InlineData("{ {x} #} %} }}", "{ {x} #} %} }}")]
    public void White_space(string template, string expected) => Check(template, expected);

    private static void Check(string template, string expected) => Assert.Equal(expected, ChatTemplate
        .Parse(template, new Dictionary<string, string>(), new FixedClock()).RenderWithSpans([], false, s_variables).Text);
}
