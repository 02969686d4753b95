"""The page about the compared fields is the one that the code gives."""

from architecture.velden_doc import PAGINA, pagina


def test_the_page_about_the_compared_fields_is_fresh():
    assert PAGINA.read_text(encoding="utf-8") == pagina(), "run `python tests/architecture/velden_doc.py`"
