"""Why an installation was not done: a code for the helpdesk, and a Dutch sentence with what to do."""

from __future__ import annotations

from typing import Final

SENTENCES: Final = {
    "INSTAL-01": "Er staat al een nieuwere BRON Sync op deze computer ({present}). Versie {offered} is niet geïnstalleerd.",
    "INSTAL-02": "BRON Sync wordt op dit moment al geïnstalleerd of bijgewerkt. Wacht tot dat klaar is en probeer het opnieuw.",
    "INSTAL-03": "De bestanden van BRON Sync zijn beschadigd of niet volledig. Haal ze opnieuw op en probeer het opnieuw.",
    "INSTAL-04": "De schijf is vol. Maak {needed} MB vrij en probeer het opnieuw.",
    "INSTAL-05": "BRON Sync werkt niet op deze computer: de zelftest is niet gelukt. Geef de helpdesk deze regel door: {told}",
    "INSTAL-06": "Er kan niet worden geschreven in de map van BRON Sync ({reason}). Start de computer opnieuw en probeer het nog eens; lukt het "
    "dan niet, vraag uw systeembeheerder.",
    "INSTAL-07": "Anderen mogen schrijven in de map van BRON Sync ({folder}). Vraag uw systeembeheerder om die map alleen voor u te maken.",
    "INSTAL-08": "De bestanden van BRON Sync zijn halverwege niet meer te lezen. Controleer de verbinding met het netwerk en probeer het opnieuw.",
}  # fmt: skip
KEPT: Final = "De BRON Sync die er stond, staat er nog en werkt."


class Refused(Exception):
    """The installation was not done, and what was there is as it was."""

    def __init__(self, code: str, **words: object) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = SENTENCES[code].format(**words)
