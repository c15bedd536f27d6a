"""What people write becomes plain text: nothing is lost that they meant, nothing is executed."""

from __future__ import annotations

import pytest

from teams_app.bot.reply_text import plain_text, text_with_mentions

MENTION = '<span itemscope itemtype="http://schema.skype.com/Mention" itemid="0">{}</span>'


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hello</p>", "Hello"),
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("<div>One<br>Two</div>", "One\nTwo"),
        ("<div><p>One</p>\n<p>&nbsp;</p>\n<p>Two</p></div>", "One\nTwo"),
        ("<p>One</p><p><br></p><p>Two</p>", "One\n\nTwo"),
        ("<p>a&nbsp;&amp; b &lt;c&gt;</p>", "a & b <c>"),
        ("<p>some   <strong>bold</strong>\n words</p>", "some bold words"),
        ("<p>see <a href='https://example.org/x'>the page</a>.</p>", "see the page (https://example.org/x)."),
        ('<a href="https://example.org/">https://example.org</a>', "https://example.org"),
        ('<a href="mailto:li@tidewell.example">li@tidewell.example</a>', "li@tidewell.example"),
        ("<a href='javascript:alert(1)'>press</a>", "press"),
        (f"<p>Thanks {MENTION.format('Li Chen')}!</p>", "Thanks @Li Chen!"),
        ('<p>Thanks <at id="0">Li Chen</at>!</p>', "Thanks @Li Chen!"),
        (f"<p>{MENTION.format('OKR Share')}&nbsp;hello</p>", "hello"),
        ("<ul><li>one</li><li>two<ul><li>deep</li></ul></li></ul>", "• one\n• two\n  • deep"),
        ("<ol><li>one</li><li>two</li></ol>", "1. one\n2. two"),
        ("<pre>if x:\n    y()</pre>", "if x:\n    y()"),
        ("<p>🙂 שלום مرحبا 你好</p>", "🙂 שלום مرحبا 你好"),
        ('<p>great <emoji id="smile" alt="🙂" title="Smile"></emoji></p>', "great 🙂"),
        ('<p>see <img src="https://x/y.png" alt=""></p>', "see [picture]"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a\tb\nc"),
        ("<p>**not** _changed_ [at](all)</p>", "**not** _changed_ [at](all)"),
        ("<p>1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
        ("<b>never <i>closed", "never closed"),
        ("plain", "plain"),
        ("<attachment id='1'></attachment>", ""),
        ("<p> </p>", ""),
        ("", ""),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert plain_text(html, bot_name="OKR Share") == text


def test_a_quoted_message_stays_marked_as_such() -> None:
    quote = (
        '<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1">'
        '<strong itemprop="mri">Li Chen</strong><p itemprop="preview">Is it done?</p></blockquote><p>Yes</p>'
    )
    assert plain_text(quote) == "> Li Chen\n> Is it done?\nYes"


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>ok",
        "<style>p{}</style>ok",
        "<img src=x onerror=alert(1) alt=ok>",
        "<svg onload=alert(1)></svg>ok",
        "<!-- hidden -->ok",
        "<iframe srcdoc='<script>x</script>'></iframe>ok",
    ],
)
def test_what_could_be_executed_is_gone(html: str) -> None:
    assert plain_text(html) == "ok"


@pytest.mark.parametrize(
    "html", ["<" * 100_000, "<b>" * 30_000, "<ul><li>" * 5_000, "&" * 100_000, "<a href='" * 10_000]
)
def test_large_and_odd_markup_is_read_in_time(html: str) -> None:
    assert isinstance(plain_text(html), str)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<at>OKR Share</at> plan", "plan"),
        ("<at>Li Chen</at> please\nlook", "@Li Chen please\nlook"),
        ("1 < 2 and <b>this is not markup</b>", "1 < 2 and <b>this is not markup</b>"),
        ("  spaces \r\n\r\n\r\n\r\nand lines  ", "spaces\n\nand lines"),
    ],
)
def test_a_text_is_kept_but_for_its_mentions(text: str, read: str) -> None:
    assert text_with_mentions(text, bot_name="OKR Share") == read
