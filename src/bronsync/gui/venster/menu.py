"""The menus and the toolbar of the manual, as one table: name, text, key, icon, and which function carries it out.

The functions are named as text and imported at the first click, so that the first window costs none of them. A test resolves each, and
fails on any that no test reached. Source: manual ch. 4 ('Overige menuopties'), issue 'The window' point 3.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Menukeuze:
    """One menu item."""

    naam: str
    tekst: str
    doet: str
    """`module:function`, called with the main window."""
    icoon: str = ""
    sneltoets: str = ""
    tip: str = ""
    kort: str = ""
    """On the toolbar."""
    werkbalk: bool = False
    met_aanleverpunt: bool = True
    """Only when an aanleverpunt is open."""
    met_leerling: bool = False
    """Only when a pupil is chosen."""
    met_actie: bool = False
    """Only when the chosen pupil has an actie."""
    altijd: bool = False
    """Also while an operation is under way."""


@dataclass(frozen=True, slots=True)
class Menu:
    """One menu; None is a line between."""

    naam: str
    titel: str
    keuzes: tuple[Menukeuze | None, ...]


_GUI = "bronsync.gui"

MENUS: tuple[Menu, ...] = (
    Menu(
        "bestand",
        "&Bestand",
        (
            Menukeuze(
                "exporteren",
                "&Exporteren naar XLSX...",
                f"{_GUI}.venster.hoofdmenu:exporteren",
                "exporteren",
                "Ctrl+S",
                "Bewaart de getoonde leerlingen als XLSX-bestand",
            ),
            Menukeuze(
                "afdrukken",
                "&Afdrukken...",
                f"{_GUI}.venster.hoofdmenu:afdrukken",
                "afdrukken",
                "Ctrl+P",
                "Drukt de getoonde leerlingen af",
            ),
            None,
            Menukeuze(
                "afsluiten",
                "Af&sluiten",
                f"{_GUI}.venster.hoofdmenu:afsluiten",
                "",
                "Ctrl+Q",
                met_aanleverpunt=False,
                altijd=True,
            ),
        ),
    ),
    Menu(
        "beeld",
        "Bee&ld",
        (
            Menukeuze(
                "overzicht",
                "&Overzicht van alle aanleverpunten",
                f"{_GUI}.venster.hoofdmenu:overzicht",
                "school",
                "F4",
                "Toont wat elk aanleverpunt nodig heeft; nog eens kiezen gaat terug naar de leerlingen",
                kort="Overzicht",
                werkbalk=True,
                met_aanleverpunt=False,
                altijd=True,
            ),
            Menukeuze(
                "verversen",
                "&Verversen",
                f"{_GUI}.venster.hoofdmenu:verversen",
                "verversen",
                "F5",
                "Leest de gegevens opnieuw uit LVS2000",
                werkbalk=True,
            ),
            Menukeuze(
                "zoeken",
                "&Zoeken",
                f"{_GUI}.venster.hoofdmenu:zoeken",
                "zoeken",
                "Ctrl+F",
                "Zoekt op naam, nummer of groep",
            ),
            Menukeuze(
                "pgn_tonen",
                "&PGN volledig tonen of verbergen",
                f"{_GUI}.venster.hoofdmenu:pgn_tonen",
                "oog",
                "Ctrl+G",
                "Toont de volledige nummers in de kolom Pgn",
            ),
            Menukeuze(
                "sorteren",
                "&Sorteren op...",
                f"{_GUI}.venster.hoofdmenu:sorteren",
                "filter",
                "Ctrl+L",
                "Sorteert de leerlingen op een kolom; nog eens kiezen draait de volgorde om",
            ),
        ),
    ),
    Menu(
        "acties",
        "&Acties",
        (
            Menukeuze(
                "acties_bepalen",
                "&Acties Bepalen",
                f"{_GUI}.schermen.acties:bepaal",
                "acties_bepalen",
                "F6",
                "Vergelijkt LVS2000 met BRON en bepaalt wat er moet gebeuren",
                werkbalk=True,
            ),
            Menukeuze(
                "vragen",
                "&Vragen beantwoorden...",
                f"{_GUI}.schermen.keuzes:toon_vragen",
                "vraag",
                "F7",
                "Toont de verschillen die om een keuze vragen",
            ),
            Menukeuze(
                "handmatig",
                "Actie &handmatig bepalen...",
                f"{_GUI}.schermen.acties:bepaal_handmatig",
                "potlood",
                "",
                "Bepaalt zelf een actie voor de gekozen inschrijving",
                met_leerling=True,
            ),
            Menukeuze(
                "controleer_leerling",
                "Controleer deze leer&ling",
                f"{_GUI}.schermen.leerling_controle:toon_controle",
                "controleren",
                "",
                "Controleert de gegevens van de gekozen leerling; er wordt niets verzonden",
                met_leerling=True,
            ),
            Menukeuze(
                "verwijder_actie",
                "Ver&wijder Actie",
                f"{_GUI}.schermen.acties:verwijder_gekozen",
                "verwijderen",
                "",
                "Verwijdert de actie van de gekozen leerling, ook als die al is uitgevoerd",
                met_actie=True,
            ),
            Menukeuze(
                "niet_uitgevoerde_acties_verwijderen",
                "&Niet uitgevoerde acties verwijderen...",
                f"{_GUI}.schermen.acties:verwijder_niet_uitgevoerde",
                "terug",
            ),
            None,
            Menukeuze(
                "controleren_en_synchroniseren",
                "&Controleren en Synchroniseren...",
                f"{_GUI}.schermen.controleren:toon_controleren",
                "controleren",
                "F8",
                "Controleert de bepaalde acties en verzendt ze naar BRON",
                kort="Controleren en Synchroniseren",
                werkbalk=True,
            ),
        ),
    ),
    Menu(
        "ophalen",
        "&Ophalen",
        (
            Menukeuze(
                "registratieoverzicht_ophalen",
                "&Registratieoverzicht BRON",
                f"{_GUI}.schermen.ophalen:haal_overzicht",
                "bron",
                "F9",
                "Vraagt bij BRON op hoe de leerlingen geregistreerd staan",
                kort="Registratieoverzicht",
                werkbalk=True,
            ),
            Menukeuze(
                "terugkoppeling_ophalen",
                "&Terugkoppeling BRON",
                f"{_GUI}.schermen.ophalen:haal_terugkoppeling",
                "terugkoppeling",
                "F10",
                "Haalt op wat BRON heeft klaargezet",
                kort="Terugkoppeling",
                werkbalk=True,
            ),
        ),
    ),
    Menu(
        "tonen",
        "&Tonen",
        (
            Menukeuze(
                "registratieoverzicht_tonen",
                "&Registratieoverzicht BRON...",
                f"{_GUI}.schermen.tonen:registratieoverzicht",
                "overzicht",
                tip="Toont hoe de leerlingen bij BRON geregistreerd staan",
            ),
            Menukeuze(
                "historische_inschrijvingen",
                "&Historische Inschrijvingen BRON...",
                f"{_GUI}.schermen.tonen:historische",
                "historisch",
                tip="Toont wie volgens BRON is uitgeschreven",
            ),
            Menukeuze(
                "dubbele_inschrijvingen",
                "&Dubbele Inschrijvingen BRON...",
                f"{_GUI}.schermen.tonen:dubbele",
                "dubbel",
                tip="Toont wie ook op een andere school staat ingeschreven",
            ),
            Menukeuze(
                "teldatum",
                "1-&oktoberlijst...",
                f"{_GUI}.schermen.teldatum:toon_teldatum",
                "controleren",
                tip="Toont wat op de teldatum moet kloppen, wat al klopt en om wie het anders gaat",
            ),
            None,
            Menukeuze(
                "verzenden_naar_bron",
                "&Verzenden naar BRON...",
                f"{_GUI}.schermen.verzonden:toon_acties",
                "verzenden",
                tip="Toont alle acties met hun status en de reden van een afkeur",
            ),
            Menukeuze(
                "attentiesignalen",
                "&Attentiesignalen...",
                f"{_GUI}.schermen.tonen:attentiesignalen",
                "let_op",
                tip="Toont de attentiesignalen die nog niet gezien zijn",
            ),
            Menukeuze(
                "berichten",
                "&Berichten zoeken (helpdesk)...",
                f"{_GUI}.schermen.helpdesk:toon_berichten",
                "bericht",
                "Ctrl+B",
                "Zoekt in alle berichten van en naar BRON",
            ),
        ),
    ),
    Menu(
        "instellingen",
        "&Instellingen",
        (
            Menukeuze(
                "instellingen",
                "&Instellingen...",
                f"{_GUI}.schermen.instellingen:toon",
                "instellingen",
                "Ctrl+,",
                "Algemeen, certificaten en weergave",
                kort="Instellingen",
                werkbalk=True,
                met_aanleverpunt=False,
            ),
            Menukeuze(
                "verbinding",
                "&Verbinding wijzigen...",
                f"{_GUI}.schermen.verbinding:toon",
                "verbinding",
                tip="Kiest de LVS2000 database",
                met_aanleverpunt=False,
            ),
            Menukeuze(
                "certificaten",
                "&Certificaten...",
                f"{_GUI}.schermen.instellingen:toon_certificaten",
                "certificaat",
                tip="Installeert het certificaat van een aanleverpunt",
                met_aanleverpunt=False,
            ),
            Menukeuze(
                "onderwijs_sinds",
                "&Onderwijs Sinds...",
                f"{_GUI}.schermen.onderwijs_sinds:toon",
                "klok",
                tip="Vult het veld Onderwijs Sinds in LVS2000",
            ),
        ),
    ),
    Menu(
        "help",
        "&Help",
        (
            Menukeuze(
                "handleiding",
                "&Handleiding",
                f"{_GUI}.schermen.handleiding:toon",
                "help",
                "F1",
                met_aanleverpunt=False,
                altijd=True,
            ),
            Menukeuze(
                "helpdeskbestand",
                "Helpdesk&bestand maken...",
                f"{_GUI}.schermen.helpdeskbestand:toon",
                "exporteren",
                tip="Maakt een bestand zonder persoonsgegevens voor de helpdesk",
                met_aanleverpunt=False,
            ),
            Menukeuze(
                "updates",
                "&Updates...",
                f"{_GUI}.schermen.updates:toon",
                tip="Zoekt een nieuwe versie van BRON Sync en haalt haar op",
                met_aanleverpunt=False,
                altijd=True,
            ),
            Menukeuze(
                "demoschool",
                "&Demoschool openen",
                f"{_GUI}.venster.hoofdmenu:demoschool",
                "school",
                tip="Opent een demoschool in een eigen venster, om alles uit te proberen",
                met_aanleverpunt=False,
            ),
            Menukeuze(
                "over", "&Over BRON Sync", f"{_GUI}.venster.hoofdmenu:over", "info", met_aanleverpunt=False, altijd=True
            ),
        ),
    ),
)

KEUZES: dict[str, Menukeuze] = {keuze.naam: keuze for menu in MENUS for keuze in menu.keuzes if keuze is not None}
"""By name."""
