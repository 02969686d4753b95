-- Sjabloon voor de systeembeheerder: views waardoor BRON Sync de echte tabellen van LVS2000 leest (SQL Server 2012 of nieuwer).
-- Het schema van LVS2000 is nooit openbaar gemaakt. BRON Sync verwacht de namen hieronder, van het eigen model van dit project (README.md).
-- Staat er in deze database een schema [bronsync] met een view of tabel van zo'n naam, dan leest en schrijft BRON Sync die, en anders die van dbo.
-- Zo maakt u er een:
--   1. vervang per view <TABEL> door de echte tabel (of een join), en elke NULL door de kolom die dat betekent; wat LVS2000 niet heeft, blijft NULL;
--   2. voer dit script uit in de LVS2000-database, en daarna rechten.sql (het deel over views);
--   3. kies in BRON Sync Verbinding wijzigen en Verbinding testen: daar staat welk schema wordt gelezen en welke kolommen nog ontbreken.
-- Geschreven wordt alleen in [Leerling], en alleen in de kolommen met 'geschreven'. Zo'n kolom moet rechtstreeks een kolom van één tabel zijn; is zij
-- berekend, geef de view dan een INSTEAD OF UPDATE-trigger. De UPDATE moet melden dat hij één rij wijzigde, anders draait BRON Sync hem terug.
-- Een datum heeft het type date, ja/nee het type bit, de rest is tekst (nvarchar) of een heel getal (int). Geboortedatum is tekst: jjjjmmdd, met 00 voor
-- wat onbekend is. DatabaseGuid mag NULL zijn; BRON Sync herkent de database dan aan SQL Server zelf.
-- Gemaakt door bronsync.adapters.lvs2000.schema.

CREATE SCHEMA [bronsync] AUTHORIZATION [dbo];
GO

CREATE VIEW [bronsync].[Aanleverpunt] AS SELECT
    CAST(NULL AS nvarchar(6)) AS [Aanleverpunt], -- verplicht; BRIN gevolgd door twee cijfers, bijvoorbeeld 00AA00
    CAST(NULL AS nvarchar(4)) AS [Brin], -- BRIN van de school
    CAST(NULL AS nvarchar(100)) AS [Naam] -- Naam van de administratie
FROM [dbo].[<TABEL>];
GO

CREATE VIEW [bronsync].[Databaseversie] AS SELECT
    CAST(NULL AS nvarchar(36)) AS [DatabaseGuid], -- verplicht; Identiteit van deze database; blijft bij een verhuizing gelijk
    CAST(NULL AS nvarchar(20)) AS [Versie] -- Versie van LVS2000, bijvoorbeeld 2.10.0345
FROM [dbo].[<TABEL>];
GO

CREATE VIEW [bronsync].[Leerling] AS SELECT
    CAST(NULL AS integer) AS [LeerlingId], -- verplicht; Sleutel van de leerling
    CAST(NULL AS nvarchar(20)) AS [Leerlingnummer], -- Nummer van de leerling op school; sleutel voor wie geen PGN heeft
    CAST(NULL AS nvarchar(20)) AS [Burgerservicenummer], -- geschreven; Burgerservicenummer
    CAST(NULL AS nvarchar(20)) AS [Onderwijsnummer], -- geschreven; Onderwijsnummer
    CAST(NULL AS nvarchar(8)) AS [Geboortedatum], -- geschreven; Geboortedatum als jjjjmmdd, onbekende delen 00
    CAST(NULL AS nvarchar(10)) AS [Geslacht], -- geschreven; Geslacht
    CAST(NULL AS nvarchar(200)) AS [Achternaam], -- geschreven; Achternaam
    CAST(NULL AS nvarchar(20)) AS [Voorvoegsel], -- geschreven; Voorvoegsel
    CAST(NULL AS nvarchar(200)) AS [Voornamen], -- geschreven; Voornamen
    CAST(NULL AS nvarchar(100)) AS [Roepnaam], -- Roepnaam; blijft in de school
    CAST(NULL AS nvarchar(100)) AS [Straatnaam], -- geschreven; Straatnaam
    CAST(NULL AS nvarchar(20)) AS [Huisnummer], -- geschreven; Huisnummer
    CAST(NULL AS nvarchar(20)) AS [Huisnummertoevoeging], -- geschreven; Toevoeging
    CAST(NULL AS nvarchar(10)) AS [Huisnummeraanduiding], -- geschreven; Aanduiding bij huisnummer
    CAST(NULL AS nvarchar(100)) AS [Locatieomschrijving], -- geschreven; Locatieomschrijving
    CAST(NULL AS nvarchar(20)) AS [Postcode], -- geschreven; Postcode
    CAST(NULL AS nvarchar(100)) AS [Plaatsnaam], -- geschreven; Plaatsnaam
    CAST(NULL AS nvarchar(10)) AS [Land], -- geschreven; Land
    CAST(NULL AS nvarchar(100)) AS [AdresregelBuitenland1], -- geschreven; Adresregel buitenland 1
    CAST(NULL AS nvarchar(100)) AS [AdresregelBuitenland2], -- geschreven; Adresregel buitenland 2
    CAST(NULL AS nvarchar(100)) AS [AdresregelBuitenland3], -- geschreven; Adresregel buitenland 3
    CAST(NULL AS bit) AS [GeheimAdres], -- Het adres is geheim: het wordt nooit overgenomen
    CAST(NULL AS date) AS [OnderwijsSinds] -- geschreven; Eerste dag in het onderwijs; nodig voor het leerjaar
FROM [dbo].[<TABEL>];
GO

CREATE VIEW [bronsync].[Vestiging] AS SELECT
    CAST(NULL AS nvarchar(4)) AS [Brin], -- verplicht; BRIN van de school
    CAST(NULL AS nvarchar(2)) AS [Vestigingsvolgnummer] -- verplicht; Twee cijfers; 00 is de hoofdvestiging
FROM [dbo].[<TABEL>];
GO

CREATE VIEW [bronsync].[Inschrijving] AS SELECT
    CAST(NULL AS integer) AS [InschrijvingId], -- verplicht; Sleutel van de inschrijving
    CAST(NULL AS integer) AS [LeerlingId], -- verplicht; De leerling
    CAST(NULL AS nvarchar(6)) AS [Aanleverpunt], -- Het aanleverpunt dat deze inschrijving aanlevert
    CAST(NULL AS bit) AS [UitgeslotenVanAanlevering], -- Wordt niet uitgewisseld met BRON
    CAST(NULL AS date) AS [Inschrijfdatum], -- Inschrijfdatum
    CAST(NULL AS date) AS [Uitschrijfdatum], -- Uitschrijfdatum
    CAST(NULL AS nvarchar(10)) AS [Onderwijstype], -- Onderwijstype
    CAST(NULL AS nvarchar(30)) AS [Inschrijfstatus], -- Inschrijfstatus
    CAST(NULL AS nvarchar(10)) AS [Schoolsoort], -- Schoolsoort
    CAST(NULL AS date) AS [SchoolsoortDatum], -- Datum ingang schoolsoort
    CAST(NULL AS nvarchar(10)) AS [Nnca], -- Niet-Nederlandse culturele achtergrond
    CAST(NULL AS nvarchar(10)) AS [Uitstroomprofiel], -- Uitstroomprofiel
    CAST(NULL AS nvarchar(10)) AS [Gewicht], -- Gewicht
    CAST(NULL AS date) AS [GewichtDatum], -- Ingangsdatum gewicht
    CAST(NULL AS nvarchar(10)) AS [VoorschoolsProgramma], -- Voorschools programma
    CAST(NULL AS nvarchar(10)) AS [VoorschoolsMaanden], -- Aantal maanden voorschools
    CAST(NULL AS nvarchar(10)) AS [VroegschoolsProgramma], -- Vroegschools programma
    CAST(NULL AS date) AS [VroegschoolsBegindatum], -- Begindatum vroegschools
    CAST(NULL AS date) AS [VroegschoolsEinddatum], -- Einddatum vroegschools
    CAST(NULL AS nvarchar(10)) AS [EindtoetsSoort], -- Soort eindtoets
    CAST(NULL AS date) AS [EindtoetsDatum], -- Afnamedatum eindtoets
    CAST(NULL AS nvarchar(10)) AS [EindtoetsNiveau], -- Niveau eindtoets
    CAST(NULL AS nvarchar(10)) AS [EindtoetsScore], -- Score eindtoets
    CAST(NULL AS nvarchar(10)) AS [ReferentieniveauLezen], -- Referentieniveau lezen
    CAST(NULL AS nvarchar(10)) AS [ReferentieniveauTaal], -- Referentieniveau taalverzorging
    CAST(NULL AS nvarchar(10)) AS [ReferentieniveauRekenen], -- Referentieniveau rekenen
    CAST(NULL AS nvarchar(10)) AS [EindtoetsReden], -- Reden geen eindtoets
    CAST(NULL AS nvarchar(10)) AS [VoAdvies], -- VO-advies
    CAST(NULL AS date) AS [VoAdviesDatum], -- Datum VO-advies
    CAST(NULL AS nvarchar(10)) AS [HerzienAdvies], -- Herzien VO-advies
    CAST(NULL AS date) AS [HerzienAdviesDatum], -- Datum herzien VO-advies
    CAST(NULL AS nvarchar(10)) AS [TerugplaatsingBrin], -- School van terugplaatsing
    CAST(NULL AS nvarchar(10)) AS [TerugplaatsingVestiging] -- Vestiging van terugplaatsing
FROM [dbo].[<TABEL>];
GO

CREATE VIEW [bronsync].[Nationaliteit] AS SELECT
    CAST(NULL AS integer) AS [LeerlingId], -- verplicht; De leerling
    CAST(NULL AS nvarchar(10)) AS [Nationaliteit], -- Code van BRP-tabel 32
    CAST(NULL AS date) AS [Begindatum], -- Begin
    CAST(NULL AS date) AS [Einddatum] -- Einde
FROM [dbo].[<TABEL>];
GO

CREATE VIEW [bronsync].[Begeleiding] AS SELECT
    CAST(NULL AS integer) AS [InschrijvingId], -- verplicht; De inschrijving
    CAST(NULL AS nvarchar(4)) AS [Soort], -- AB (ambulante begeleiding), OPP (ontwikkelingsperspectief), OPDC (verblijf OPDC) of RES (residentieel)
    CAST(NULL AS date) AS [Begindatum], -- Begin
    CAST(NULL AS date) AS [Einddatum], -- Einde
    CAST(NULL AS nvarchar(10)) AS [Begeleidingsvorm], -- AB: begeleidingsvorm
    CAST(NULL AS nvarchar(10)) AS [Brin], -- AB, OPDC: BRIN
    CAST(NULL AS nvarchar(10)) AS [Vestiging], -- AB, OPDC: vestigingsvolgnummer
    CAST(NULL AS nvarchar(20)) AS [SoortVerblijf] -- RES: soort verblijf
FROM [dbo].[<TABEL>];
GO

CREATE VIEW [bronsync].[Indicatie] AS SELECT
    CAST(NULL AS integer) AS [InschrijvingId], -- verplicht; De inschrijving
    CAST(NULL AS nvarchar(3)) AS [Soort], -- LGF (indicatie), TLV (toelaatbaarheidsverklaring) of ARR (arrangement)
    CAST(NULL AS date) AS [Begindatum], -- Begin
    CAST(NULL AS date) AS [Einddatum], -- Einde
    CAST(NULL AS nvarchar(30)) AS [Indicatienummer], -- LGF: indicatienummer
    CAST(NULL AS nvarchar(10)) AS [Onderwijssoort], -- LGF: onderwijssoort
    CAST(NULL AS nvarchar(10)) AS [Samenwerkingsverband], -- TLV: samenwerkingsverband
    CAST(NULL AS nvarchar(50)) AS [Volgnummer], -- TLV: volgnummer van de beschikking
    CAST(NULL AS nvarchar(10)) AS [Bekostigingscategorie], -- TLV: bekostigingscategorie
    CAST(NULL AS nvarchar(10)) AS [Brin], -- ARR: BRIN
    CAST(NULL AS nvarchar(10)) AS [Vestiging] -- ARR: vestigingsvolgnummer
FROM [dbo].[<TABEL>];
GO

CREATE VIEW [bronsync].[Klassenhistorie] AS SELECT
    CAST(NULL AS integer) AS [InschrijvingId], -- verplicht; De inschrijving
    CAST(NULL AS date) AS [Begindatum], -- Eerste dag van de periode
    CAST(NULL AS nvarchar(10)) AS [Groep], -- Groep 1 tot en met 8 (BO, SBO)
    CAST(NULL AS nvarchar(10)) AS [Leerjaar], -- Leerjaar (SO, VSO)
    CAST(NULL AS nvarchar(10)) AS [Vestiging], -- Vestigingsvolgnummer
    CAST(NULL AS bit) AS [Bekostiging], -- Bekostigen
    CAST(NULL AS nvarchar(20)) AS [SoortOnderwijs] -- Soort onderwijs (SO, VSO)
FROM [dbo].[<TABEL>];
GO
