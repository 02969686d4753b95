"""The one style sheet: how buttons, fields, tabs, menus, scroll bars and headers are drawn on every system (GUI.md D).

Names of colours are those of `thema.Kleuren`; `n8` stands for eight pixels at the usual size of text. No rule for the cells of tables and
lists: those are drawn by `lijst/cel.py`, and a rule would make them paint five times slower (GUI.md D6).
"""

from __future__ import annotations

import re
from typing import Final

_BLAD: Final = """
QMenuBar { background: @venster; padding: n1 n8; border: none; }
QMenuBar::item { background: transparent; padding: n4 n8; border-radius: n4; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: @gekozen; color: @tekst; }
QMenu { background: @vlak; border: 1px solid @rand; padding: n4; }
QMenu::item { padding: n4 n24 n4 n8; border-radius: n4; border: 1px solid transparent; }
QMenu::item:selected { background: @gekozen; color: @tekst; border-color: @gekozen; }
QMenu::item:disabled { color: @gedempt; }
QMenu::icon { padding-left: n8; }
QMenu::separator { height: 1px; background: @line; margin: n4 n8; }

QToolBar { background: @vlak; border: none; border-top: 1px solid @line; border-bottom: 1px solid @line; padding: n4 n8; spacing: n6; }
QToolBar::separator { background: @line; width: 1px; margin: n4 n4; }

QPushButton, QToolButton, QToolBar QToolButton {
    background: @knop; color: @tekst; border: 1px solid @rand; border-radius: n6; padding: n4 n12; min-height: n18;
}
QToolButton { padding: n3 n8; min-height: n16; }
QPushButton:hover, QToolButton:hover { background: @accent_vlak; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked { background: @gekozen; }
QPushButton:focus, QToolButton:focus { border: 2px solid @accent; padding: n3 n11; }
QToolButton:focus { padding: n2 n7; }
QPushButton:disabled, QToolButton:disabled { background: @venster; color: @gedempt; border-color: @line; }
QToolButton[autoRaise="true"] { background: transparent; border-color: transparent; padding: n2 n6; min-height: 0; }
QToolButton[autoRaise="true"]:hover { background: @accent_vlak; }
QToolButton[autoRaise="true"]:focus { border: 2px solid @accent; padding: n1 n5; }
QToolBar QToolButton[autoRaise="true"] { background: @knop; border: 1px solid @line; padding: n4 n6; min-height: n18; }
QToolBar QToolButton[autoRaise="true"]:hover { background: @accent_vlak; border-color: @rand; }
QToolBar QToolButton[autoRaise="true"]:disabled { background: @venster; }
QPushButton[stap="true"], QToolButton[stap="true"] {
    background: @accent; color: @accent_tekst; border: 1px solid @accent; font-weight: 600;
}
QPushButton[stap="true"]:disabled, QToolButton[stap="true"]:disabled {
    background: @gedempt_vlak; color: @gedempt; border-color: @gedempt_vlak;
}
QPushButton[stap="true"]:focus, QToolButton[stap="true"]:focus { border: 2px solid @tekst; }
QPushButton[keuze="true"] { padding: n12 n16; border-radius: n8; text-align: left; font-weight: 600; }
QPushButton[keuze="true"]:focus { padding: n11 n15; }

QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit[veld="true"] {
    background: @vlak; color: @tekst; border: 1px solid @rand; border-radius: n6; padding: 0 n6; min-height: n26;
    selection-background-color: @gekozen; selection-color: @tekst;
}
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { border: 2px solid @accent; padding: 0 n5; min-height: n24; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { background: @venster; color: @gedempt; border-color: @line; }
QLineEdit[frame="false"] { border: none; background: transparent; padding: 0; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; padding: 0; background: transparent; min-height: 0; }
QComboBox, QComboBox:focus { padding-right: n24; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: n24; subcontrol-origin: border; subcontrol-position: center right; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url(icoon:omlaag.svg); width: n12; height: n12; }
QAbstractSpinBox { max-height: n26; }
QSpinBox::up-button, QSpinBox::down-button { border: none; width: n18; }
QComboBox QAbstractItemView { background: @vlak; border: 1px solid @rand; padding: n4; outline: none; }

QLineEdit QToolButton { border: none; background: transparent; padding: 0; min-height: 0; }
QCalendarWidget QToolButton { border: none; min-height: n18; }

QCheckBox, QRadioButton { spacing: n8; padding: n2; border: 2px solid transparent; border-radius: n4; }
QCheckBox:focus, QRadioButton:focus { border-color: @accent; }
QCheckBox:disabled, QRadioButton:disabled { color: @gedempt; }
QCheckBox::indicator, QRadioButton::indicator, QGroupBox::indicator {
    width: n14; height: n14; border: 1px solid @rand; border-radius: n4; background: @vlak;
}
QCheckBox::indicator:checked, QGroupBox::indicator:checked { background: @accent; border-color: @accent; image: url(icoon:vink_@vink.svg); }
QCheckBox::indicator:disabled { background: @gedempt_vlak; border-color: @line; }
QCheckBox::indicator:indeterminate { background: @accent_vlak; border-color: @accent; }
QRadioButton::indicator { border-radius: n8; }
QRadioButton::indicator:checked { background: @vlak; border: n5 solid @accent; width: n6; height: n6; }

QTabWidget::pane { border: none; border-top: 1px solid @line; background: transparent; top: -1px; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: @gedempt; border: none; border-bottom: 2px solid transparent; padding: n5 n12; margin: 0 n2; }
QTabBar::tab:hover { color: @tekst; background: @accent_vlak; }
QTabBar::tab:selected { color: @accent; border-bottom: 2px solid @accent; }
QTabBar::tab:focus { color: @accent; background: @gekozen; }
QTabBar::tab:disabled { color: @gedempt; }

QGroupBox { background: @vlak; border: 1px solid @line; border-radius: n8; margin-top: n22; padding: n8; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; subcontrol-position: top left; left: 0; top: 0; padding: 0 n2; }

QHeaderView { background: @streep; border: none; }
QHeaderView::section {
    background: @streep; color: @gedempt; border: none; border-bottom: 1px solid @line; padding: 0 n7; font-weight: 600;
}
QHeaderView::section:hover { color: @tekst; background: @accent_vlak; }
QHeaderView::up-arrow { image: url(icoon:omhoog.svg); width: n12; height: n12; subcontrol-position: center right; right: n4; }
QHeaderView::down-arrow { image: url(icoon:omlaag.svg); width: n12; height: n12; subcontrol-position: center right; right: n4; }
QTableCornerButton::section { background: @streep; border: none; }

QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: n10; }
QScrollBar:horizontal { height: n10; }
QScrollBar::handle { background: @rand; border-radius: n3; margin: n2; }
QScrollBar::handle:vertical { min-height: n32; }
QScrollBar::handle:horizontal { min-width: n32; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: @gedempt; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: @gedempt_vlak; border: none; border-radius: n4; min-height: n8; max-height: n8; text-align: center; }
QProgressBar::chunk { background: @accent; border-radius: n4; }
QStatusBar { background: @vlak; border-top: 1px solid @line; }
QStatusBar::item { border: none; }
QSplitter::handle { background: transparent; }
QSplitter::handle:vertical { border-top: 1px solid @line; height: n6; }
QSplitter::handle:horizontal { width: n10; }
QToolTip { background: @vlak; color: @tekst; border: 1px solid @rand; padding: n4; }

QMessageBox, QInputDialog { background: @vlak; }
QMessageBox QLabel#qt_msgbox_label { font-size: p115; font-weight: 600; }
QFrame#stapbalk { background: @stap_vlak; border: none; border-bottom: 1px solid @line; }
QFrame[soort="kop"] { background: @vlak; border: none; border-bottom: 1px solid @line; }
QFrame[soort="voet"] { background: @streep; border: none; border-top: 1px solid @line; }
QFrame[soort="kaart"] { background: @vlak; border: 1px solid @line; border-radius: n8; }
QFrame[soort="kaart"][kleur="let_op"] { border-color: @let_op; }
QFrame[soort="kaart"][kleur="fout"] { border-color: @fout; }
QLabel#stap_zin { font-size: p105; font-weight: 600; }
QLabel[soort="titel"] { font-size: p130; font-weight: 600; }
QLabel[soort="leerling"] { font-size: p115; font-weight: 600; }
QLabel[soort="vet"] { font-weight: 600; }
QLabel[soort="gedempt"] { color: @gedempt; }
QLabel[soort="fout"] { color: @fout; }
QLabel[soort="let_op"] { color: @let_op; }
QLabel[soort="goed"] { color: @goed; }
QLabel[chip] { border-radius: n9; padding: n1 n8; font-weight: 600; }
QLabel[chip="goed"] { background: @goed_vlak; color: @goed; }
QLabel[chip="let_op"] { background: @let_op_vlak; color: @let_op; }
QLabel[chip="fout"] { background: @fout_vlak; color: @fout; }
QLabel[chip="accent"] { background: @accent_vlak; color: @accent; }
QLabel[chip="gedempt"] { background: @gedempt_vlak; color: @gedempt; }
"""


def stijlblad(kleuren: dict[str, str], groei: float, *, donker: bool) -> str:
    """The sheet in these colours, for text so much larger than usual."""
    waarden = {**kleuren, "vink": "donker" if donker else "licht"}
    tekst = re.sub(r"@([a-z_]+)", lambda m: waarden[m[1]], _BLAD)
    tekst = re.sub(r"\bn([0-9]+)\b", lambda m: f"{round(int(m[1]) * groei)}px", tekst)
    return re.sub(r"\bp([0-9]+)\b", lambda m: f"{int(m[1]) / 10 * groei:.2f}pt", tekst)
