"""Errors in three kinds: the user can fix it, try again later, our bug.

Each error has a code that the helpdesk can look up, a Dutch sentence that says what is wrong, and one that says what to do. The texts
stand in one table; an adapter translates a library's error once, with the code of that table. No text of a library and no personal data
ever enters the sentence: the only values filled in are those named in the table.
Source: manual ch. 6 ("geef door wat de melding exact is"), RELIABILITY C, ARCHITECTURE style rule 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FoutSoort(StrEnum):
    """Who can do something about it."""

    GEBRUIKER = "gebruiker"
    LATER = "later"
    EIGEN = "eigen"


@dataclass(frozen=True, slots=True)
class FoutTekst:
    """One row of the table: kind, what is wrong, what to do. `{name}` is filled in."""

    soort: FoutSoort
    zin: str
    advies: str


_G, _L, _E = FoutSoort.GEBRUIKER, FoutSoort.LATER, FoutSoort.EIGEN

FOUTEN: dict[str, FoutTekst] = {
    # certificates (manual ch. 4 and 6; DOMAIN S02)
    "CERT-01": FoutTekst(_G, "Voor aanleverpunt {aanleverpunt} is geen certificaat gevonden.", "Installeer het certificaat van dit aanleverpunt."),
    "CERT-02": FoutTekst(_G, "Het wachtwoord van het certificaatbestand klopt niet, of het bestand is te oud versleuteld.", "Controleer het wachtwoord, of exporteer het certificaat opnieuw."),
    "CERT-03": FoutTekst(_G, "Het certificaatbestand is beschadigd of is geen PKCS#12-bestand.", "Gebruik het oorspronkelijke bestand (.p12 of .pfx)."),
    "CERT-04": FoutTekst(_G, "Het certificaatbestand bevat geen sleutel.", "Vraag het certificaat opnieuw op, of exporteer het met de persoonlijke sleutel."),
    "CERT-05": FoutTekst(_G, "Het certificaatbestand bevat geen certificaat.", "Gebruik het oorspronkelijke bestand (.p12 of .pfx)."),
    "CERT-06": FoutTekst(_G, "Het certificaat is verlopen op {datum}.", "Vraag een nieuw certificaat aan en installeer het."),
    "CERT-07": FoutTekst(_G, "Het certificaat is pas geldig vanaf {datum}.", "Wacht tot die dag, of controleer de klok van deze computer."),
    "CERT-08": FoutTekst(_G, "Het certificaat hoort bij {gevonden} en niet bij aanleverpunt {aanleverpunt}.", "Kies het certificaat van dit aanleverpunt."),
    "CERT-09": FoutTekst(_G, "De sleutel in het bestand hoort niet bij het certificaat.", "Exporteer het certificaat opnieuw, samen met de eigen sleutel."),
    "CERT-10": FoutTekst(_G, "De sleutel van het certificaat is te zwak (minder dan 2048 bits).", "Vraag een nieuw certificaat aan."),
    "CERT-11": FoutTekst(_G, "Het certificaatbestand is groter dan 1 MB en wordt niet gelezen.", "Gebruik het oorspronkelijke bestand (.p12 of .pfx)."),
    "CERT-12": FoutTekst(_G, "Het certificaat is niet bedoeld om u bij BRON aan te melden.", "Gebruik het certificaat van het aanleverpunt."),
    "CERT-13": FoutTekst(_G, "Met het certificaat van dit aanleverpunt kunnen berichten niet worden ondertekend.", "Vraag een certificaat aan met een OIN en een RSA-sleutel."),
    "CERT-14": FoutTekst(_G, "Dit certificaat is nog in gebruik.", "Importeer eerst een nieuwer certificaat, en wacht tot BRON heeft geantwoord op wat met dit certificaat is verzonden."),
    "CERT-15": FoutTekst(_G, "Dit certificaat is niet voor een aanleverpunt.", "Gebruik het certificaat dat voor uw aanleverpunt is afgegeven."),
    "CERT-16": FoutTekst(_G, "In het certificaatbestand staan geldige certificaten van meer aanleverpunten: {aanleverpunten}.", "Kies bij Instellingen - Certificaten voor welk aanleverpunt u het installeert."),
    "CERT-17": FoutTekst(_G, "Het certificaat of dat van een uitgever erboven is ondertekend met een verouderde methode (SHA-1 of MD5); een beveiligde verbinding is daarmee niet mogelijk.", "Vraag een nieuw certificaat aan."),
    # the register on the network (RELIABILITY F4, F5; SOAP E)
    "NET-01": FoutTekst(_L, "BRON is niet bereikbaar op {adres}.", "Controleer de internetverbinding en probeer het later opnieuw. Er is niets verzonden."),
    "NET-02": FoutTekst(_L, "BRON gaf geen antwoord binnen de wachttijd.", "Probeer het later opnieuw. BRON Sync zoekt zelf uit of het bericht is aangekomen."),
    "NET-03": FoutTekst(_L, "De verbinding met BRON werd verbroken.", "Probeer het later opnieuw. BRON Sync zoekt zelf uit of het bericht is aangekomen."),
    "NET-04": FoutTekst(_G, "BRON weigert het certificaat van dit aanleverpunt.", "Controleer of het certificaat nog geldig is; een nieuw certificaat werkt soms pas de volgende dag."),
    "NET-05": FoutTekst(_G, "De server die antwoordt kan niet bewijzen dat hij BRON is: {oorzaak}.", "Er is niets verzonden. Is er een filter op uw netwerk, vraag uw systeembeheerder dan het adres van BRON daarvan uit te zonderen; bel anders de helpdesk."),
    "NET-06": FoutTekst(_L, "BRON is in onderhoud of overbelast.", "Probeer het later opnieuw."),
    "NET-07": FoutTekst(_L, "BRON gaf een antwoord dat niet klopt met de afspraken.", "Het antwoord is geweigerd en heeft niets veranderd. Probeer het later opnieuw; blijft het zo, bel dan de helpdesk."),
    "NET-08": FoutTekst(_L, "Het antwoord van BRON is te groot en is geweigerd.", "Neem contact op met de helpdesk."),
    "NET-09": FoutTekst(_G, "BRON wees het bericht technisch af ({foutcode}).", "Neem contact op met de helpdesk en geef deze code door."),
    "NET-10": FoutTekst(_G, "Het adres van BRON is niet toegestaan.", "Neem contact op met de helpdesk."),
    "NET-11": FoutTekst(_G, "De klok van deze computer wijkt meer dan vijf minuten af van die van BRON.", "Zet de klok goed en probeer het opnieuw. BRON Sync zoekt zelf uit of het bericht is aangekomen."),
    "NET-12": FoutTekst(_G, "Er is met BRON geen beveiligde verbinding mogelijk: {oorzaak}.", "Er is niets verzonden. Neem contact op met de helpdesk."),
    "NET-13": FoutTekst(_L, "De proxy {proxy} van uw netwerk is niet bereikbaar.", "Er is niets verzonden. Controleer de netwerkverbinding; blijft het zo, laat uw systeembeheerder dan de proxy-instelling van deze computer nakijken (HTTPS_PROXY, of Windows)."),
    "NET-14": FoutTekst(_G, "De proxy {proxy} van uw netwerk vraagt een naam en wachtwoord.", "Er is niets verzonden. Vraag uw systeembeheerder om het adres van BRON zonder aanmelding door te laten, of om naam en wachtwoord in de proxy-instelling (HTTPS_PROXY) te zetten."),
    "NET-15": FoutTekst(_G, "De proxy {proxy} van uw netwerk laat BRON niet door ({antwoord}).", "Er is niets verzonden. Vraag uw systeembeheerder om het adres van BRON door te laten (CONNECT), of om het uit te zonderen van de proxy (NO_PROXY)."),
    "NET-16": FoutTekst(_L, "BRON heeft een storing en kon het bericht nu niet verwerken ({foutcode}).", "Probeer het later opnieuw. BRON Sync zoekt zelf uit of het bericht is aangekomen."),
    "NET-17": FoutTekst(_G, "BRON ondertekende het antwoord met een certificaat dat niet leidt naar de uitgever die BRON Sync kent.", "Het antwoord is geweigerd. Neem contact op met de helpdesk: mogelijk ontbreekt in de omgeving het certificaat van een tussenliggende uitgever."),
    "NET-20": FoutTekst(_L, "BRON zegt dat er meer terugkoppelingen klaarstaan, maar geeft steeds dezelfde.", "Wat er kwam is bewaard. Haal de terugkoppelingen later opnieuw op; blijft het zo, bel dan de helpdesk."),
    # LVS2000 (manual ch. 3 and 4)
    "LVS-01": FoutTekst(_G, "De LVS2000-database is niet bereikbaar.", "Controleer de naam van de server via Verbinding wijzigen, en of de server aanstaat."),
    "LVS-02": FoutTekst(_G, "De LVS2000-database heeft versie {versie}; minimaal {minimaal} is nodig.", "Werk LVS2000 eerst bij (Info - Over Datacare toont de versie)."),
    "LVS-03": FoutTekst(_G, "In de LVS2000-database ontbreekt {onderdeel}.", "Kies de juiste LVS2000-database, of werk LVS2000 bij."),
    "LVS-04": FoutTekst(_L, "De LVS2000-database gaf een fout bij het lezen.", "Probeer het opnieuw. Blijft het zo, vraag dan uw systeembeheerder."),
    "LVS-05": FoutTekst(_L, "De LVS2000-database weigerde het wegschrijven.", "Probeer het opnieuw. Blijft het zo, vraag dan uw systeembeheerder. Er is niets half geschreven."),
    "LVS-06": FoutTekst(_G, "Aanleverpunt {aanleverpunt} komt niet voor in deze LVS2000-database.", "Kies een ander aanleverpunt of een andere database."),
    "LVS-07": FoutTekst(_G, "Deze database hoort bij een andere school dan waarmee BRON Sync eerder werkte.", "Kies de database van uw eigen school via Verbinding wijzigen."),
    "LVS-08": FoutTekst(_G, "De SQL Server is te oud (versie {versie}); SQL Server 2012 of nieuwer is nodig.", "Vraag uw systeembeheerder om SQL Server bij te werken."),
    "LVS-09": FoutTekst(_G, "Met aanleverpunt {aanleverpunt} wordt al gewerkt, {waar}.", "Wacht tot dat klaar is, of sluit BRON Sync daar."),
    "LVS-10": FoutTekst(_G, "Op deze computer ontbreekt een stuurprogramma (ODBC) voor SQL Server.", "Vraag uw systeembeheerder om 'ODBC Driver 18 for SQL Server' van Microsoft te installeren (gratis, aka.ms/downloadmsodbcsql)."),
    "LVS-11": FoutTekst(_L, "BRON Sync houdt dit aanleverpunt niet meer voor u vast; iemand anders kan er nu mee werken.", "Kies het aanleverpunt opnieuw. Wat verzonden is, is vastgelegd; de rest staat nog klaar."),
    # and what a driver says of the server (adapters/lvs2000/oorzaken.py: which SQLSTATE and number is which)
    "LVS-12": FoutTekst(_G, "De SQL Server weigert de aanmelding.", "Controleer de gebruikersnaam, het wachtwoord en de naam van de database via Verbinding wijzigen; bij Windows Authenticatie: of u mag aanmelden."),
    "LVS-13": FoutTekst(_G, "De SQL Server kent deze database niet, of het account mag er niet in.", "Controleer de naam van de database via Verbinding wijzigen, of vraag uw systeembeheerder om toegang."),
    "LVS-14": FoutTekst(_G, "De SQL Server kan niet bewijzen dat hij de juiste server is: zijn certificaat wordt niet vertrouwd.", "Is dit zeker de server van uw school, vink dan bij Verbinding wijzigen aan dat u deze server vertrouwt. Vraag het anders uw systeembeheerder."),
    "LVS-15": FoutTekst(_G, "Het account waarmee BRON Sync verbindt, mag {onderdeel} niet {recht}.", "Geef uw systeembeheerder het rechtenscript (Verbinding wijzigen, Verbinding testen, Rechtenscript kopiëren); daarin staan de rechten die nodig zijn."),
    "LVS-16": FoutTekst(_L, "Iemand bewerkt {wie} in LVS2000.", "Wacht tot die wijziging is bewaard, en probeer het dan opnieuw. Er is niets half geschreven."),
    "LVS-17": FoutTekst(_L, "De LVS2000-database gaf geen antwoord binnen de wachttijd.", "Probeer het later opnieuw. Blijft het zo, vraag dan uw systeembeheerder. Er is niets half geschreven."),
    "LVS-18": FoutTekst(_L, "De LVS2000-database brak het werk drie keer af, omdat anderen er tegelijk mee werken.", "Probeer het over een paar minuten opnieuw. Er is niets half geschreven."),
    "LVS-19": FoutTekst(_L, "De verbinding met de LVS2000-database werd verbroken.", "Probeer het opnieuw. Blijft het zo, vraag dan uw systeembeheerder om naar het netwerk te kijken. Er is niets half geschreven."),
    "LVS-20": FoutTekst(_L, "De LVS2000-database is nu niet beschikbaar: zij wordt gestart, teruggezet of onderhouden.", "Probeer het later opnieuw, of vraag uw systeembeheerder wanneer zij er weer is."),
    "LVS-21": FoutTekst(_L, "De schijf van de LVS2000-database is vol.", "Vraag uw systeembeheerder om ruimte vrij te maken. Er is niets half geschreven."),
    "LVS-22": FoutTekst(_G, "De LVS2000-database is alleen-lezen.", "Kies de database waarmee LVS2000 werkt, of vraag uw systeembeheerder om haar beschrijfbaar te maken."),
    "LVS-23": FoutTekst(_G, "Met de SQL Server is geen versleutelde verbinding te maken.", "Vraag uw systeembeheerder om versleuteling (TLS 1.2 of nieuwer) op de SQL Server aan te zetten."),
    "LVS-24": FoutTekst(_G, "De server of de instantie van SQL Server is niet te vinden.", "Controleer de naam achter de schuine streep. Op de server moet 'SQL Server Browser' aanstaan; of vul de poort in, als SERVER,poort."),
    "LVS-25": FoutTekst(_G, "Het stuurprogramma FreeTDS controleert niet of de juiste server antwoordt.", "Is dit zeker de server van uw school, vink dan bij Verbinding wijzigen aan dat u deze server vertrouwt. Of vraag uw systeembeheerder om 'ODBC Driver for SQL Server' te installeren."),
    # own store (RELIABILITY A)
    "OPSLAG-01": FoutTekst(_G, "De gegevens van BRON Sync zijn gemaakt met een nieuwere versie van het programma.", "Werk BRON Sync op deze computer bij."),
    "OPSLAG-02": FoutTekst(_G, "De gegevens van BRON Sync zijn niet te openen: de sleutel past niet of het bestand is beschadigd.", "Het bestand blijft bewaard. Neem contact op met de helpdesk, of begin opnieuw met Wis lokale gegevens (Instellingen); LVS2000 en BRON veranderen daardoor niet."),
    "OPSLAG-03": FoutTekst(_G, "De schijf is vol.", "Maak ruimte vrij. Er is niets verzonden zonder dat het is vastgelegd."),
    "OPSLAG-04": FoutTekst(_G, "BRON Sync is al geopend voor dit profiel.", "Sluit het andere venster eerst, of wacht tot de andere opdracht klaar is. Bekijken kan wel, met een opdracht als status."),
    "OPSLAG-05": FoutTekst(_G, "De sleutel van de gegevens van BRON Sync ontbreekt op deze computer.", "Neem contact op met de helpdesk, of begin opnieuw met Wis lokale gegevens (Instellingen); LVS2000 en BRON veranderen daardoor niet."),
    "OPSLAG-06": FoutTekst(_G, "Op deze computer is geen veilige sleutelbewaarplaats beschikbaar.", "Vraag uw systeembeheerder om de sleutelbewaarplaats van het besturingssysteem aan te zetten."),
    "OPSLAG-07": FoutTekst(_L, "De gegevens van BRON Sync waren bezet.", "Probeer het opnieuw."),
    "OPSLAG-08": FoutTekst(_G, "De gegevens van BRON Sync staan op een netwerkschijf; daar zijn ze niet veilig.", "Gebruik een map op de eigen schijf van deze computer."),
    "OPSLAG-09": FoutTekst(_G, "De sleutelbewaarplaats van deze computer bewaart onversleuteld en wordt daarom niet gebruikt.", "Vraag uw systeembeheerder om de sleutelbewaarplaats van het besturingssysteem aan te zetten."),
    "OPSLAG-10": FoutTekst(_G, "De sleutelbewaarplaats van deze computer is vergrendeld.", "Ontgrendel haar en probeer opnieuw: de computer vraagt dan om uw wachtwoord."),
    "OPSLAG-11": FoutTekst(_G, "BRON Sync krijgt geen toegang tot de sleutelbewaarplaats van deze computer.", "Start BRON Sync onder uw eigen aanmelding op deze computer en sta de toegang toe als daarom wordt gevraagd; blijft het zo, vraag dan uw systeembeheerder."),
    "OPSLAG-12": FoutTekst(_L, "De sleutelbewaarplaats van deze computer antwoordt niet.", "Meld u af en weer aan op deze computer en probeer het opnieuw; blijft het zo, vraag dan uw systeembeheerder."),
    "OPSLAG-13": FoutTekst(_G, "De sleutel van de gegevens van BRON Sync op deze computer is beschadigd.", "Neem contact op met de helpdesk, of begin opnieuw met Wis lokale gegevens (Instellingen); LVS2000 en BRON veranderen daardoor niet."),
    "OPSLAG-14": FoutTekst(_G, "BRON Sync is al geopend op deze computer of wordt nu geopend, en het venster antwoordt niet.", "Wacht tot het klaar is. Blijft het zo, sluit BRON Sync dan af (op Windows met Taakbeheer) en start het opnieuw; wat u bevestigde, is bewaard."),
    "OPSLAG-15": FoutTekst(_L, "Een ander programma houdt een bestand van BRON Sync vast, bijvoorbeeld de virusscanner of de reservekopie.", "Probeer het over een minuut opnieuw. Blijft het zo, vraag dan uw systeembeheerder om de map van BRON Sync daarvan uit te zonderen. Er is niets half geschreven."),
    "OPSLAG-16": FoutTekst(_G, "BRON Sync mag op deze computer niet schrijven in de map met zijn gegevens.", "Vraag uw systeembeheerder om schrijfrechten op die map. Er is niets verzonden zonder dat het is vastgelegd."),
    "OPSLAG-17": FoutTekst(_G, "De map met de gegevens van BRON Sync is niet te gebruiken: de schijf geeft een fout, of de map is weg.", "Vraag uw systeembeheerder om de schijf en de map na te kijken. Er is niets verzonden zonder dat het is vastgelegd."),
    "OPSLAG-18": FoutTekst(_G, "De map met de gegevens van BRON Sync heeft een te lange naam: Windows kan de bestanden daarin niet aanwijzen.", "Gebruik een map waarvan de hele naam hoogstens 200 tekens telt."),
    # process rules
    "PROC-01": FoutTekst(_G, "Er is nog geen registratieoverzicht van BRON.", "Haal eerst een registratieoverzicht op (Ophalen - Registratieoverzicht BRON)."),
    "PROC-02": FoutTekst(_G, "Het registratieoverzicht is ouder dan 4 weken (peildatum {peildatum}).", "Haal eerst een actueel registratieoverzicht op."),
    "PROC-03": FoutTekst(_G, "Er wordt nu een historisch registratieoverzicht (peildatum {peildatum}) bekeken.", "Haal eerst een actueel registratieoverzicht op, liefst van vandaag."),
    "PROC-04": FoutTekst(_G, "De rem: {aantal} inschrijvingen zouden worden verwijderd, uitgeschreven of overschreven; bij BRON lopen er nu {totaal}.", "Bekijk de lijst. Klopt het, bevestig dan met code {bevestiging}."),
    "PROC-05": FoutTekst(_G, "In LVS2000 staan geen leerlingen bij aanleverpunt {aanleverpunt}, terwijl BRON er {totaal} kent.", "Controleer of de juiste database en het juiste aanleverpunt zijn gekozen."),
    "PROC-06": FoutTekst(_G, "Er zijn nog {aantal} afkeursignalen.", "Los deze eerst op; daarna kunt u verwerken en verzenden."),
    "PROC-07": FoutTekst(_G, "De peildatum {peildatum} ligt in de toekomst.", "Kies vandaag of een eerdere dag."),
    "PROC-08": FoutTekst(_G, "De gegevens van BRON Sync of LVS2000 zijn nieuw of teruggezet (reservekopie, andere database of andere computer).", "Haal eerst een registratieoverzicht met historie op; daarna vraagt BRON Sync u elk verschil."),
    "PROC-09": FoutTekst(_G, "Het ontvangstnummer {nummer} ontbreekt in de terugkoppelingen van BRON.", "Haal eerst een registratieoverzicht op; daarmee wordt de stand weer volledig."),
    "PROC-10": FoutTekst(_G, "Deze vraag bestaat niet meer of het verschil is intussen veranderd.", "Voer Acties Bepalen opnieuw uit."),
    "PROC-11": FoutTekst(_G, "Deze keuze is hier niet mogelijk: {reden}", "Kies een van de andere mogelijkheden."),
    "PROC-12": FoutTekst(_G, "Deze actie bestaat niet of kan nu niet worden verwijderd.", "Ververs het overzicht en probeer het opnieuw."),
    "PROC-13": FoutTekst(_L, "Het registratieoverzicht van BRON was niet volledig of hoort er niet bij ({reden}).", "Het vorige overzicht blijft in gebruik. Haal het overzicht later opnieuw op."),
    "PROC-14": FoutTekst(_G, "De klok van deze computer wijkt meer dan een dag af van die van BRON.", "Zet de klok van deze computer goed."),
    "PROC-15": FoutTekst(_G, "'{tekst}' is geen aanleverpunt.", "Een aanleverpunt is het BRIN-nummer gevolgd door twee cijfers, bijvoorbeeld 00AA00."),
    "PROC-16": FoutTekst(_G, "Deze actie is voor deze inschrijving niet mogelijk: {reden}", "Kies een andere actie of een andere inschrijving."),
    "PROC-17": FoutTekst(_L, "Het registratieoverzicht is aangevraagd maar staat nog niet klaar.", "Haal later de terugkoppelingen op."),
    "PROC-18": FoutTekst(_G, "Signaal {nummer} is geen attentiesignaal van dit aanleverpunt.", "Kies een nummer uit de lijst van attentiesignalen; een afkeursignaal verdwijnt pas als de fout is verbeterd."),
    "PROC-19": FoutTekst(_G, "Er is geen historisch registratieoverzicht om te bekijken.", "Haal er eerst een op: kies een peildatum in het verleden en daarna Ophalen - Registratieoverzicht BRON."),
    "PROC-20": FoutTekst(_G, "Deze dubbele inschrijving wordt door BRON niet meer gemeld.", "Ververs het overzicht."),
    "PROC-21": FoutTekst(_G, "Op deze computer gaat verloren: {wacht} acties die op antwoord van BRON wachten, {niet_verzonden} die nog niet verzonden zijn en {genegeerd} genegeerde verschillen.", "LVS2000 en BRON veranderen niet. Weet u het zeker, bevestig dan met code {bevestiging}."),
    "PROC-22": FoutTekst(_G, "BRON is de terugkoppelingen opnieuw gaan nummeren: nummers die al waren gebruikt, horen nu bij andere berichten.", "Er gaat niets verloren: wat er kwam is bewaard, en wordt bij BRON afgemeld als u een registratieoverzicht ophaalt. Doe dat nu; daarna vraagt BRON Sync u elk verschil."),
    "PROC-23": FoutTekst(_G, "Apart zetten kan met een reden, en tot een dag die nog moet komen.", "Typ waarom deze actie wacht, en kies een dag na vandaag of geen dag."),
    "PROC-24": FoutTekst(_G, "Deze actie is al verzonden of bestaat niet meer.", "Ververs het overzicht en probeer het opnieuw."),
    "PROC-25": FoutTekst(_G, "Deze leerling staat niet in LVS2000; er is niets te controleren.", "Kies een leerling met een LvsNaam."),
    "PROC-30": FoutTekst(_G, "Deze wijziging in LVS2000 kan niet worden teruggezet. {reden}", "Bekijk de wijzigingen opnieuw, of wijzig het gegeven zelf in LVS2000."),
    # export
    "EXPORT-01": FoutTekst(_G, "Het exportbestand kan niet worden geschreven.", "Sluit het bestand als het in Excel open is, of kies een map waarin u mag schrijven en waar ruimte is. Een eerder bestand is niet veranderd."),
    # set-up of this program
    "INST-01": FoutTekst(_G, "De instellingen in map {map} ontbreken of zijn onleesbaar.", "Maak de map opnieuw aan of kies een andere map."),
    "INST-03": FoutTekst(_G, "Het echte BRON voor het primair onderwijs is op 6 december 2021 gesloten; er is geen adres om mee te verbinden.", "Gebruik een map met een demo-omgeving."),
    "INST-02": FoutTekst(_G, "Een omgeving uit een map mag alleen naar deze computer zelf verwijzen.", "Gebruik de ingebouwde omgeving."),
    "INST-04": FoutTekst(_G, "Dit is een andere database dan waarmee BRON Sync eerder werkte, wel met dezelfde aanleverpunten.", "Is dit de database van uw school die is verplaatst, bevestig dat dan: alles wat BRON Sync weet, blijft bewaard."),
    "INST-05": FoutTekst(_G, "Een demoschool werkt alleen met haar eigen database.", "Sluit de demoschool en start BRON Sync zelf om met de database van uw school te werken."),
    "INST-09": FoutTekst(_G, "Dit is geen bestand met een verbinding.", "Vraag de helpdesk om een nieuw bestand, of kies 'Mijn school' en vul de server en de database zelf in."),
    "INST-06": FoutTekst(_G, "De demoschool kan niet worden gestart.", "Installeer BRON Sync opnieuw, of neem contact op met de helpdesk."),
    # updates of this program (program/updates); whatever happens, the version in use stays as it is
    "UPDATE-01": FoutTekst(_L, "Het updateadres is niet bereikbaar, of de verbinding viel weg.", "De versie die u hebt, blijft gewoon werken. Probeer het later opnieuw."),
    "UPDATE-02": FoutTekst(_G, "Wat het updateadres aanbiedt, is niet zoals de makers van BRON Sync het hebben ondertekend. Het is niet gebruikt.", "De versie die u hebt, blijft gewoon werken. Blijft het zo, geef deze melding dan door aan uw systeembeheerder."),
    "UPDATE-03": FoutTekst(_L, "Wat het updateadres aanbiedt, is verlopen, of de klok van deze computer loopt verkeerd. Het is niet gebruikt.", "Controleer de klok van deze computer. Klopt die, probeer het dan over een paar dagen opnieuw; de versie die u hebt, blijft gewoon werken."),
    "UPDATE-04": FoutTekst(_G, "De nieuwe versie is niet klaargezet. {zin}", "De versie die u hebt, blijft gewoon werken. ({waarom})"),
    "UPDATE-05": FoutTekst(_G, "Updates staan hier uit.", "Vraag uw systeembeheerder hoe BRON Sync op deze computer wordt bijgewerkt."),
    "UPDATE-06": FoutTekst(_G, "De nieuwe versie is niet klaargezet: de schijf is vol of in de map van BRON Sync kan niet worden geschreven.", "Maak ruimte vrij en probeer het opnieuw. De versie die u hebt, blijft gewoon werken."),
    "UPDATE-07": FoutTekst(_G, "De proxy {proxy} van uw netwerk laat het updateadres niet door.", "Vraag uw systeembeheerder om het updateadres door te laten (CONNECT), of om het uit te zonderen van de proxy (NO_PROXY)."),
    # our own bugs
    "EIGEN-01": FoutTekst(_E, "Er ging iets mis in BRON Sync zelf.", "Maak een helpdeskbestand en neem contact op met de helpdesk."),
    "EIGEN-02": FoutTekst(_E, "BRON Sync maakte een bericht dat niet voldoet aan de afspraken; het is niet verzonden.", "Neem contact op met de helpdesk en geef het actienummer door."),
}  # fmt: skip


FOUTWOORDEN: frozenset[str] = frozenset({
    "Client", "Server", "VersionMismatch", "MustUnderstand", "UnsupportedSecurityToken", "UnsupportedAlgorithm", "InvalidSecurity",
    "InvalidSecurityToken", "FailedAuthentication", "FailedCheck", "SecurityTokenUnavailable", "MessageExpired", "InvalidAddressingHeader",
    "MessageAddressingHeaderRequired", "DestinationUnreachable", "ActionNotSupported",
})  # fmt: skip
"""What `foutcode` may say when it is no code with a number: the words of SOAP 1.1, WS-Security and WS-Addressing for a fault."""


class BronSyncFout(Exception):
    """An error with a code of `FOUTEN`; `str()` gives the Dutch sentence, safe to show and to log."""

    def __init__(self, code: str, **waarden: object) -> None:
        """`code` is a key of `FOUTEN`; `waarden` fill its sentence and must hold no personal data."""
        tekst = FOUTEN[code]
        self.code = code
        self.soort = tekst.soort
        self.waarden = waarden
        self.zin = tekst.zin.format(**waarden)
        self.advies = tekst.advies.format(**waarden)
        self.sessie = ""
        """Code of the session in which it was met, to be read out to the helpdesk (RELIABILITY E2); empty before there is one."""
        super().__init__(f"{code}: {self.zin} {self.advies}")

    @property
    def helpdeskcode(self) -> str:
        """What the user reads out on the phone: the code, and that of the session when there is one (RELIABILITY E2)."""
        return f"{self.code} / {self.sessie}" if self.sessie else self.code


class NietVerzonden(BronSyncFout):
    """Nothing left this computer: the action may simply be tried again (RELIABILITY F4)."""


class Onduidelijk(BronSyncFout):
    """The message may have arrived: nobody knows until feedback comes (RELIABILITY F3, F5)."""


def als_fout(fout: BaseException) -> BronSyncFout:
    """As the user sees it: itself, or our own bug with this as its cause."""
    if isinstance(fout, BronSyncFout):
        return fout
    eigen = BronSyncFout("EIGEN-01")
    eigen.__cause__ = fout
    return eigen
